/** Cards that were removed, and may come back. */
import type { Desk } from '@/canvas/gestures/desk'
import { bringBack } from '@/canvas/keys/actions'
import { lookOf } from '@/kinds/looks'

const MOST = 12
const CARDS: ReadonlySet<string> = new Set([
  'aggregate',
  'entity',
  'value',
  'enum',
  'mixin',
  'context',
  'event',
  'command'
])

export interface Removed {
  readonly title: string
  readonly run: () => void
}

export function removedCards(desk: Desk): readonly Removed[] {
  const gone = [...desk.workspace.graph.removed()].filter(({ kind }) => CARDS.has(kind))
  return gone
    .slice(-MOST)
    .reverse()
    .map(({ id, kind, name }) => ({
      title: `${name} (${lookOf(kind).title})`,
      run: () => bringBack(desk, id)
    }))
}
