/** Elements with what stands in them. */
import type { Element, Graph } from '@/model/graph'

/** The elements of these ids that are shown and stand in none of the others. */
export function rootsOf(graph: Graph, ids: Iterable<string>): readonly Element[] {
  const chosen = new Set(ids)
  return [...chosen].flatMap(id => {
    const element = graph.get(id)
    if (element === undefined || element.id === graph.modelId) return []
    return graph.ancestors(id).some(above => chosen.has(above.id)) ? [] : [element]
  })
}

/** An element and all that stands in it, each before what it contains. */
export function subtreeOf(graph: Graph, element: Element): readonly Element[] {
  const found = [element]
  for (let at = 0; at < found.length; at += 1) {
    const each = found[at]
    if (each !== undefined) found.push(...graph.children(each.id))
  }
  return found
}
