/**
 * The outline as rows: what is open of the tree, or what a search finds, one row of fixed height each.
 *
 *     graph, what is open ──outlineRows──> rows
 *     graph, words ────────foundRows────> rows, each with its path
 */
import type { Element, Graph } from '@/model/graph'
import { searched } from '@/ui/searched'

export interface Row {
  readonly element: Element
  /** How many stand around it; 0 at the top. */
  readonly depth: number
  /** Whether what stands in it is listed below; null where nothing does. */
  readonly isOpen: boolean | null
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number
  readonly siblings: number
  /** What it stands in, `Ordering.Order`; empty in the tree, which shows it. */
  readonly path: string
}

export type IsOpen = (element: Element) => boolean

/** All rows whose parents are open, from the top down. */
export function outlineRows(graph: Graph, isOpen: IsOpen): readonly Row[] {
  const rows: Row[] = []
  const collect = (parent: string | null, depth: number, around: ReadonlySet<string>) => {
    const children = graph.children(parent)
    for (const [at, element] of children.entries()) {
      if (around.has(element.id)) continue // whoever stands in itself is a fault of two people at once
      const holds = graph.children(element.id).length > 0
      const open = holds && isOpen(element)
      rows.push({
        element,
        depth,
        isOpen: holds ? open : null,
        place: at + 1,
        siblings: children.length,
        path: ''
      })
      if (open) collect(element.id, depth + 1, new Set(around).add(element.id))
    }
  }
  collect(null, 0, new Set())
  return rows
}

/** More are not listed: typing on finds less. */
const MOST_FOUND = 200

/** What has these words in its name: names that are it first, then those that begin so. */
export function foundRows(graph: Graph, words: string): readonly Row[] {
  const sought = searched(words)
  const found = [...graph.elements()].flatMap(element => {
    const rank = element.kind === 'model' ? -1 : rankOf(searched(element.name), sought)
    return rank < 0 ? [] : [{ element, rank }]
  })
  const best = found
    .sort((one, other) => one.rank - other.rank || byName(one.element, other.element))
    .slice(0, MOST_FOUND)
  return best.map(({ element }, at) => ({
    element,
    depth: 0,
    isOpen: null,
    place: at + 1,
    siblings: best.length,
    path: element.parent === null ? '' : graph.path(element.parent)
  }))
}

/** Where the row of an element is; -1 when it is not listed. */
export function rowOf(rows: readonly Row[], id: string | null): number {
  return id === null ? -1 : rows.findIndex(({ element }) => element.id === id)
}

const LONGER = 2

function rankOf(name: string, sought: string): number {
  if (name === sought) return 0
  if (name.startsWith(sought)) return 1
  return name.includes(sought) ? LONGER : -1
}

function byName(one: Element, other: Element): number {
  return one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1)
}
