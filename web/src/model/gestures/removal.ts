/** Taking elements out, and bringing them back. */
import type { Step } from '@/model/edits'
import { GONE, NOTHING_CHOSEN } from '@/model/gestures/declined'
import type { Element, Graph } from '@/model/graph'
import { isMember } from '@/model/standing'
import { rootsOf, subtreeOf } from '@/model/subtree'
import type { Outcome } from '@/model/wanted'
import { called, censusOf, countsOf, fullName, listed } from '@/model/wording'

/** Take elements out with all that stands in them; what refers to them becomes a finding. */
export function remove(graph: Graph, ids: Iterable<string>): Outcome {
  const chosen = [...ids]
  if (graph.modelId !== null && chosen.includes(graph.modelId)) {
    return { declined: 'The model itself stays. Archive it in the list of models instead.' }
  }
  const roots = rootsOf(graph, chosen)
  if (roots.length === 0) return chosen.length === 0 ? NOTHING_CHOSEN : GONE
  const steps = roots.map(({ id }): Step => ({ step: 'remove', element: id }))
  return { label: `Removed ${whatOf(graph, roots)}`, steps }
}

/** Bring removed elements back, with all that stood in them. */
export function restore(graph: Graph, ids: Iterable<string>): Outcome {
  const back = [...ids].flatMap(id => {
    const element = graph.record(id)
    return element?.registers.get('removed') === true ? [element] : []
  })
  const [first] = back
  if (first === undefined) return { declined: 'It is there already. Look for it on the canvas.' }
  const hidden = back.find(each => hiddenUnder(graph, each, back) !== null)
  if (hidden !== undefined) {
    const above = hiddenUnder(graph, hidden, back)
    const where = above === null ? 'What it stood in' : called(above)
    return {
      declined: `${where} is removed, and ${called(hidden)} stood in it. Restore that first.`
    }
  }
  const steps = back.map(({ id }): Step => ({ step: 'restore', element: id }))
  return { label: `Restored ${censusOf(back)}`, steps, element: first.id }
}

/** `Order and 3 fields`, `total of Order`, `2 entities`. */
function whatOf(graph: Graph, roots: readonly Element[]): string {
  const [first] = roots
  if (roots.length !== 1 || first === undefined) return censusOf(roots)
  if (isMember(first.kind)) return fullName(graph, first)
  const inside = subtreeOf(graph, first).slice(1)
  return listed([called(first), ...countsOf(inside)])
}

function hiddenUnder(graph: Graph, element: Element, back: readonly Element[]): Element | null {
  const above = graph.ancestors(element.id).filter(each => !back.includes(each))
  return above.find(({ registers }) => registers.get('removed') === true) ?? null
}
