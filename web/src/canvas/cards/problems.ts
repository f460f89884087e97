/** What the rules find wrong with the elements of a card, by element. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useWorkspace } from '@/workspace/hooks'

export interface Problem {
  readonly level: 'error' | 'warning'
  /** What is the matter, and what to do. */
  readonly sentence: string
}

export type ProblemMap = ReadonlyMap<string, Problem>

const FINE: ProblemMap = new Map()

/** `members` must be the same list for the same card. */
export function useProblemsOf(members: readonly string[]): ProblemMap {
  const { findings } = useWorkspace()
  const subscribe = useCallback((changed: () => void) => findings.subscribe(changed), [findings])
  // Of two reports of the same problems one is another object; only what differs is drawn.
  const read = () => JSON.stringify(members.flatMap(id => spoken(findings.problemsOf(id), id)))
  const told = useSyncExternalStore(subscribe, read)
  return useMemo(() => (told === '[]' ? FINE : new Map(JSON.parse(told) as Entry[])), [told])
}

type Entry = readonly [string, Problem]
type Problems = ReturnType<ReturnType<typeof useWorkspace>['findings']['problemsOf']>

function spoken(problems: Problems, id: string): readonly Entry[] {
  const [first, ...more] = problems?.own ?? []
  if (first === undefined) return []
  const others = more.length === 0 ? '' : ` And ${more.length} more.`
  const level = first.level === 'error' ? 'error' : 'warning'
  return [[id, { level, sentence: `${first.message} ${first.remedy}${others}` }]]
}
