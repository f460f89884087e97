/** Where siblings stand: fractional index keys, compared by code units, the same as the server's. */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { ModelDocument } from '@/model/document'
import type { Element, Graph } from '@/model/graph'

/** An element and its key among its siblings; an empty key stands first. */
export interface Placed {
  readonly element: string
  readonly order: string
}

/** The keys of what comes in, and of what must make way: equal keys leave no room between. */
export interface Placement {
  readonly orders: readonly string[]
  readonly rekeyed: readonly Placed[]
}

/** The children of an element, hidden ones too, as they stand; null asks for the top. */
export function siblings(document: ModelDocument, parent: string | null): readonly Placed[] {
  const placed: Placed[] = []
  for (const element of document.ids()) {
    if ((document.read(element, 'parent') ?? null) !== parent) continue
    const order = document.read(element, 'order')
    placed.push({ element, order: typeof order === 'string' ? order : '' })
  }
  return placed.sort(
    (one, other) => compare(one.order, other.order) || compare(one.element, other.element)
  )
}

/** The children of an element that are shown, without a walk over all others. */
export function shownSiblings(graph: Graph, parent: string | null): readonly Placed[] {
  return graph.children(parent).map(placed)
}

function placed({ id, order }: Element): Placed {
  return { element: id, order }
}

/** Make keys for `count` newcomers before the sibling at `index`. */
export function place(standing: readonly Placed[], index: number, count = 1): Placement {
  const before = standing[index - 1]?.order ?? null
  const run = crowd(standing, index)
  const after = standing[index + run]?.order ?? null
  const keys = keysBetween(before, after, count + run)
  if (keys === null) return placeAnew(standing, index, count)
  return {
    orders: keys.slice(0, count),
    rekeyed: keyed(standing.slice(index, index + run), keys.slice(count))
  }
}

/** How many siblings from `index` on have the same key as the one before them. */
function crowd(standing: readonly Placed[], index: number): number {
  const before = standing[index - 1]
  if (before === undefined) return 0
  const rest = standing.slice(index)
  const end = rest.findIndex(sibling => sibling.order !== before.order)
  return end < 0 ? rest.length : end
}

/** Some key was written by hand and has no neighbour: all get new ones. */
function placeAnew(standing: readonly Placed[], index: number, count: number): Placement {
  const keys = generateNKeysBetween(null, null, standing.length + count)
  const kept = [...keys.slice(0, index), ...keys.slice(index + count)]
  return { orders: keys.slice(index, index + count), rekeyed: keyed(standing, kept) }
}

function keyed(standing: readonly Placed[], keys: readonly string[]): Placed[] {
  return standing.map(({ element }, place) => ({ element, order: keys[place] ?? '' }))
}

function keysBetween(before: string | null, after: string | null, count: number): string[] | null {
  try {
    return count === 1
      ? [generateKeyBetween(before, after)]
      : generateNKeysBetween(before, after, count)
  } catch {
    return null
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
