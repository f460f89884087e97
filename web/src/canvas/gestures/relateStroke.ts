/** A line from a card or a field to what it shall relate to; to empty space it makes an entity. */
import { type Desk, rest } from '@/canvas/gestures/desk'
import { cardOf, type RelationEnd } from '@/canvas/gestures/hit'
import { relateTo, relateToNew } from '@/canvas/gestures/making'
import type { Pointer, Stroke } from '@/canvas/gestures/pointer'

export function relateStroke(desk: Desk, from: RelationEnd): Stroke {
  return {
    about: [from.field ?? from.card],
    move({ at, hit }) {
      desk.hand.setState({ doing: { doing: 'relating', from, to: at, over: cardOf(hit) } })
    },
    end({ at, hit }: Pointer) {
      rest(desk)
      const to = cardOf(hit)
      if (to === null) relateToNew(desk, from, at)
      else relateTo(desk, from, to)
    },
    cancel: () => rest(desk)
  }
}
