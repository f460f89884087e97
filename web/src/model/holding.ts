/** Whether a field holds instances of its type itself, or refers to them by identity. */
import type { Element, Graph } from '@/model/graph'

/** What this is about of a type, which need not be there yet. */
export type Target = Pick<Element, 'id' | 'kind' | 'parent'>

export function hasIdentity(kind: string): boolean {
  return kind === 'entity' || kind === 'aggregate'
}

/** Tell whether an owner holds a type: values and enums always, entities as parts of its aggregate. */
export function isHeldBy(graph: Graph, owner: string, target: Target): boolean {
  if (!hasIdentity(target.kind)) return true
  if (target.kind === 'aggregate' || target.id === owner || target.parent === null) return false
  const home = aggregateOf(graph, target.parent)
  return home !== null && home === aggregateOf(graph, owner)
}

/** The aggregate that an element is, or is a part of; null when it is in none. */
function aggregateOf(graph: Graph, id: string): string | null {
  const around = [graph.get(id), ...graph.ancestors(id)]
  return around.find(each => each?.kind === 'aggregate')?.id ?? null
}
