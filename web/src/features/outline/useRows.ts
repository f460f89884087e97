/** The rows of the outline of the open model, and opening them. */
import { useEffect, useMemo, useState } from 'react'
import { isMember } from '@/model/standing'
import { useGraph, useWorkspace } from '@/workspace/hooks'
import { isOpenIn, keepTurned, keptTurned, turn } from './opened'
import { foundRows, outlineRows, type Row } from './rows'

interface Rows {
  readonly rows: readonly Row[]
  /** How many elements there are beside fields, values and what is said of them. */
  readonly count: number
  readonly turn: (id: string) => void
  /** Open what an element stands in, if it is no row of a card; false when there is nothing to open. */
  readonly openTo: (id: string) => boolean
}

const UNCOUNTED: ReadonlySet<string> = new Set(['model', 'field', 'enumValue', 'index', 'unique'])

export function useRows(words: string): Rows {
  const { graph, slug } = useWorkspace()
  const version = useGraph(({ version: now }) => now)
  const [turned, setTurned] = useState(() => keptTurned(slug))
  useEffect(() => keepTurned(slug, turned), [slug, turned])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph is another at every version
  const rows = useMemo(
    () => (words.trim() === '' ? outlineRows(graph, isOpenIn(turned)) : foundRows(graph, words)),
    [graph, version, turned, words]
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph is another at every version
  const count = useMemo(
    () => [...graph.elements()].filter(({ kind }) => !UNCOUNTED.has(kind)).length,
    [graph, version]
  )
  const openTo = (id: string) => {
    const element = graph.get(id)
    if (element === undefined || isMember(element.kind) || words.trim() !== '') return false
    const closed = graph.ancestors(id).filter(each => !isOpenIn(turned)(each))
    setTurned(former => closed.reduce((open, each) => turn(open, each.id), former))
    return closed.length > 0
  }
  return { rows, count, turn: id => setTurned(former => turn(former, id)), openTo }
}
