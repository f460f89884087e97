/** The right border of a card follows the pointer: 184 to 360 wide, in steps of 8. */
import { type Desk, rest } from '@/canvas/gestures/desk'
import type { Stroke } from '@/canvas/gestures/pointer'
import { type Box, stepped } from '@/canvas/scene/box'
import { resizeCard } from '@/model/gestures/card'

const LEAST = 184
const MOST = 360

export function resizeStroke(desk: Desk, card: string): Stroke {
  const { box } = desk.stage.scene.cards.get(card) ?? {}
  let width = box?.w ?? LEAST
  return {
    about: [card],
    move({ at }) {
      if (box === undefined) return
      width = Math.min(MOST, Math.max(LEAST, stepped(at.x - box.x)))
      desk.hand.setState({ doing: { doing: 'resizing', box: { ...box, w: width } } })
    },
    end() {
      rest(desk)
      if (box !== undefined && width !== box.w) widen(desk, card, { ...box, w: width })
    },
    cancel: () => rest(desk)
  }
}

function widen({ workspace }: Desk, card: string, { x, y, w, h }: Box): void {
  workspace.perform(resizeCard(workspace.graph, card, { x, y, w, h }))
}
