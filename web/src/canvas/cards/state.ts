/** What is on a card beside its face: who has chosen it, and what is wrong with it. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { type ProblemMap, useProblemsOf } from '@/canvas/cards/problems'
import type { CardFace, CardShape } from '@/canvas/scene/shapes'
import { useScreen, useWorkspace } from '@/workspace/hooks'
import type { Editing } from '@/workspace/screen'

export interface CardState {
  /** The card's own id or those of its rows. */
  readonly selected: ReadonlySet<string>
  readonly problems: ProblemMap
  /** The colours of others by element. */
  readonly peers: ReadonlyMap<string, string>
  /** The name or line of it that is typed in place. */
  readonly editing: Editing | null
}

const NONE: ReadonlySet<string> = new Set()
const NOBODY: ReadonlyMap<string, string> = new Map()

export function useCardState({ id, face }: CardShape): CardState {
  const members = useMemo(() => [id, ...rowsOf(face)], [id, face])
  const selected = useSelected(members)
  const peers = usePeers(members)
  const editing = useScreen(({ editing }) => (isAmong(members, editing) ? editing : null))
  const problems = useProblemsOf(members)
  return useMemo(
    () => ({ selected, peers, problems, editing }),
    [selected, peers, problems, editing]
  )
}

function useSelected(members: readonly string[]): ReadonlySet<string> {
  const chosen = useScreen(({ selection }) => among(members, selection))
  return useMemo(() => (chosen === '' ? NONE : new Set(chosen.split(' '))), [chosen])
}

function among(members: readonly string[], selection: ReadonlySet<string>): string {
  return selection.size === 0 ? '' : members.filter(id => selection.has(id)).join(' ')
}

/** `members` begin with the card itself. */
function isAmong(members: readonly string[], editing: Editing | null): boolean {
  if (editing === null) return false
  return editing.part === 'new line'
    ? editing.owner === members[0]
    : members.includes(editing.element)
}

/** The first of those who are at an element gives it their colour. */
function usePeers(members: readonly string[]): ReadonlyMap<string, string> {
  const { presence } = useWorkspace()
  const subscribe = useCallback(
    (changed: () => void) => presence.subscribe('halos', changed),
    [presence]
  )
  const there = useSyncExternalStore(subscribe, () =>
    members
      .map(id => [id, presence.peersOf(id)[0]?.colour])
      .filter(([, colour]) => colour !== undefined)
      .join(';')
  )
  return useMemo(() => coloursIn(there), [there])
}

function coloursIn(there: string): ReadonlyMap<string, string> {
  if (there === '') return NOBODY
  const pairs = there.split(';').map(pair => pair.split(','))
  return new Map(pairs.map(([id = '', colour = '']) => [id, `var(--${colour})`]))
}

function rowsOf({ lines, values, rules, chips }: CardFace): readonly string[] {
  return [lines, ...values, rules, ...chips].flatMap(rows => rows.map(({ id }) => id))
}
