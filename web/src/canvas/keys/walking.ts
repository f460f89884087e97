/** From card to card by Tab: as one reads, among those that are drawn. */

import { seen } from '@/canvas/flow/view'
import type { Desk } from '@/canvas/gestures/desk'
import type { CardShape } from '@/canvas/scene/shapes'

/** Cards whose tops differ by less stand in one row. */
const ROW = 60

/** The card after or before one; undefined where the row of cards ends, and at any overview. */
export function nextCard({ stage }: Desk, from: string | null, step: 1 | -1): string | undefined {
  if (stage.picture.getState().level !== 'full') return undefined
  const ids = stage.scene.query(seen(stage.view))
  const cards = ids.flatMap(id => stage.scene.cards.get(id) ?? []).sort(asRead)
  const at = cards.findIndex(({ id }) => id === from)
  if (at < 0) return cards.at(step === 1 ? 0 : -1)?.id
  return cards[at + step]?.id
}

function asRead({ box: one, id }: CardShape, { box: other, id: otherId }: CardShape): number {
  const rows = Math.round(one.y / ROW) - Math.round(other.y / ROW)
  return rows || one.x - other.x || one.y - other.y || (id < otherId ? -1 : 1)
}
