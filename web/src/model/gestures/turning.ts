/** Making one kind of another: an entity becomes an aggregate, a value an entity. */
import type { Step } from '@/model/edits'
import { GONE, misplaced } from '@/model/gestures/declined'
import type { Graph } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'
import { mayStand } from '@/model/standing'
import type { Outcome } from '@/model/wanted'
import { called, titleOf, withArticle } from '@/model/wording'

/** Make an element another kind; what only the former kind has is given up in the same step. */
export function turnInto(graph: Graph, id: string, kind: string): Outcome {
  const element = graph.get(id)
  const shape = shapeOf(kind)
  if (element === undefined) return GONE
  if (shape === undefined || kind === 'model' || id === graph.modelId) {
    return { declined: `${called(element)} cannot become that. Choose another kind.` }
  }
  const title = withArticle(titleOf(kind))
  const label = `Turned ${called(element)} into ${title}`
  if (element.kind === kind) return { label, steps: [], element: id }
  const parent = element.parent === null ? null : (graph.get(element.parent) ?? null)
  const wrong = misplaced(kind, `${called(element)}, as ${title},`, parent)
  if (wrong !== null) return wrong
  const child = graph.members(id).find(each => !mayStand(each.kind, kind))
  if (child !== undefined) {
    const what = child.name === '' ? withArticle(titleOf(child.kind)) : called(child)
    const isThere = graph.get(child.id) !== undefined
    const fact = `${called(element)} cannot become ${title}, because ${what} stands in it`
    const remedy = isThere
      ? '. Move that out first.'
      : ', removed. Restore it and move it out first.'
    return { declined: `${fact}${remedy}` }
  }
  const lost = [...element.registers.keys()].filter(
    name => !Object.hasOwn(shape.registers, name) && !/^[@#]/.test(name)
  )
  const steps: readonly Step[] = [
    { step: 'set', element: id, attribute: 'kind', value: kind },
    ...lost.map((attribute): Step => ({ step: 'retract', element: id, attribute }))
  ]
  return { label, steps, element: id }
}

/** Kinds of which one may turn out to be another. */
const FAMILIES: readonly (readonly string[])[] = [
  [
    ...['aggregate', 'entity', 'value', 'mixin', 'enum', 'type', 'union'],
    ...['event', 'command', 'query', 'readModel']
  ],
  ['context', 'subdomain'],
  ['actor', 'system']
]

/** The kinds that make sense for an element where it stands, with what stands in it. */
export function turnsInto(graph: Graph, id: string): readonly string[] {
  const kind = graph.get(id)?.kind ?? ''
  const family = FAMILIES.find(kinds => kinds.includes(kind)) ?? []
  return family.filter(each => {
    const outcome = turnInto(graph, id, each)
    return 'steps' in outcome && outcome.steps.length > 0
  })
}
