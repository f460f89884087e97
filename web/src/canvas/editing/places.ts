/** Where typing goes from a line: to the next, the one above, the name. */
import type { Element, Graph } from '@/model/graph'
import { mayStand } from '@/model/standing'
import type { Editing } from '@/workspace/screen'

/** A line among those of its owner; one that is new has no element yet. */
export interface Place {
  readonly owner: string
  readonly index: number
  readonly element: Element | null
}

/** The kind of the lines that an element's card is made of. */
export function lineKind(owner: Element): 'field' | 'enumValue' {
  return owner.kind === 'enum' ? 'enumValue' : 'field'
}

/** Whether a card has lines to type at all. */
export function hasLines({ kind }: Element): boolean {
  return mayStand('field', kind) || mayStand('enumValue', kind)
}

/** The lines of an element's card, in order. */
export function linesOf(graph: Graph, owner: string): readonly Element[] {
  const element = graph.get(owner)
  if (element === undefined) return []
  const kind = lineKind(element)
  return graph.children(owner).filter(child => child.kind === kind)
}

/** Where a line stands; null when it, or its owner, is not there any more. */
export function placeOf(graph: Graph, editing: Editing): Place | null {
  if (editing.part === 'name' || editing.part === 'new card') return null
  if (editing.part === 'new line') {
    const { owner, index } = editing
    if (graph.get(owner) === undefined) return null
    return { owner, index: Math.min(index, linesOf(graph, owner).length), element: null }
  }
  const element = graph.get(editing.element)
  if (element === undefined || element.parent === null) return null
  const index = linesOf(graph, element.parent).findIndex(({ id }) => id === element.id)
  return { owner: element.parent, index, element }
}

/** The line before; the name of the card above the first. */
export function above(graph: Graph, { owner, index }: Place): Editing {
  const line = linesOf(graph, owner)[index - 1]
  return line === undefined ? { part: 'name', element: owner } : lineAt(line)
}

/** The line behind; null after the last. */
export function below(graph: Graph, { owner, index, element }: Place): Editing | null {
  const line = linesOf(graph, owner)[element === null ? index : index + 1]
  return line === undefined ? null : lineAt(line)
}

/** A new line behind this one. A new line that was written stands where it was typed. */
export function behind({ owner, index }: Place): Editing {
  return { part: 'new line', owner, index: index + 1 }
}

/** A new line in front of this one. */
export function before({ owner, index }: Place): Editing {
  return { part: 'new line', owner, index }
}

/** From the name of a card into its lines: the first, or a new one. */
export function firstLine(graph: Graph, owner: string): Editing {
  const line = linesOf(graph, owner)[0]
  return line === undefined ? { part: 'new line', owner, index: 0 } : lineAt(line)
}

/** What names an editor among all: its draft is kept under it. */
export function keyOf(editing: Editing): string {
  switch (editing.part) {
    case 'name':
      return `name ${editing.element}`
    case 'line':
      return `line ${editing.element}`
    case 'new line':
      return `new ${editing.owner} ${editing.index}`
    case 'new card':
      return `card ${editing.element}`
  }
}

function lineAt({ id }: Element): Editing {
  return { part: 'line', element: id }
}
