/** Relations: fields whose type is another element of the model, drawn from card to card. */
import { v7 } from 'uuid'
import type { Place } from '@/model/box'
import type { Json } from '@/model/change'
import type { Step } from '@/model/edits'
import { typeOf } from '@/model/fieldline/typeExpr'
import { cardSteps, type NewId, reorderSteps } from '@/model/gestures/card'
import { GONE, misplaced } from '@/model/gestures/declined'
import { memberPlace, membersOf } from '@/model/gestures/members'
import type { Element, Graph } from '@/model/graph'
import { hasIdentity, isHeldBy } from '@/model/holding'
import { BUILTINS } from '@/model/metamodel'
import { camelCase, freeName, nameFault } from '@/model/naming'
import { TYPES } from '@/model/scope'
import { mayStand } from '@/model/standing'
import type { Declined, Outcome } from '@/model/wanted'
import { called, capital, plural, shown, titleOf, withArticle } from '@/model/wording'

type Many = 'one' | 'many'

/** From a card, or from one of its fields, to a card. */
export interface Relation {
  readonly from: string
  readonly to: string
  readonly many?: Many
}

export interface NewRelation {
  readonly from: string
  /** What is made at the far end: an entity where nothing else is said. */
  readonly kind?: string
  readonly name: string
  /** What the new card stands in; null at the top. */
  readonly parent: string | null
  readonly position: Place
  readonly many?: Many
}

/**
 * Relate an owner to a type: a field named after it, a reference where it has an identity of its own.
 *
 * Within an aggregate its parts are held and not referred to, and so are values and enums. From a
 * field: one that has no type yet, or one that leads elsewhere, leads there.
 */
export function relate(graph: Graph, relation: Relation, newId: NewId = v7): Outcome {
  const to = graph.get(relation.to)
  const from = endOf(graph, relation.from)
  if (to === undefined || from === undefined) return GONE
  const wrong = unrelated(from, to)
  if (wrong !== null) return wrong
  return related(graph, from, { ...farEnd(to), many: relation.many ?? 'one' }, newId)
}

/** Make an element and a relation to it in one gesture. */
export function connectToNew(graph: Graph, wanted: NewRelation, newId: NewId = v7): Outcome {
  const { kind = 'entity', parent, position, many = 'one' } = wanted
  const name = wanted.name.trim()
  const from = endOf(graph, wanted.from)
  const holder = parent === null ? null : graph.get(parent)
  if (from === undefined || holder === undefined) return GONE
  const fault = nameFault(name)
  if (fault !== null) return { declined: fault }
  const wrong = misplaced(kind, shown(name), holder) ?? unrelated(from, { kind, name })
  if (wrong !== null) return wrong
  const element = newId()
  const steps = cardSteps(graph, element, { kind, name, parent, position })
  const outcome = related(graph, from, { id: element, kind, name, parent, many }, newId)
  if (!('steps' in outcome)) return outcome
  const label = `Added ${titleOf(kind)} ${shown(name)} and connected ${called(from.owner)} to it`
  return { label, steps: [...steps, ...outcome.steps], element }
}

/** Where a relation begins: at an owner of fields, and perhaps at a field of it. */
interface NearEnd {
  readonly owner: Element
  readonly field: Element | null
}

interface FarEnd {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly parent: string | null
}

function endOf(graph: Graph, id: string): NearEnd | undefined {
  const element = graph.get(id)
  if (element?.kind !== 'field')
    return element === undefined ? element : { owner: element, field: null }
  const owner = element.parent === null ? undefined : graph.get(element.parent)
  return owner === undefined ? owner : { owner, field: element }
}

function farEnd({ id, kind, name, parent }: Element): FarEnd {
  return { id, kind, name, parent }
}

/** Say why two things cannot be related, null when they can. */
function unrelated({ owner }: NearEnd, to: Pick<FarEnd, 'kind' | 'name'>): Declined | null {
  if (!mayStand('field', owner.kind)) {
    const fact = `${called(owner)} has no fields, since it is ${withArticle(titleOf(owner.kind))}.`
    return { declined: `${fact} Begin at an entity, a value or an event.` }
  }
  if (TYPES.has(to.kind)) return null
  const name = to.name === '' ? withArticle(titleOf(to.kind)) : shown(to.name)
  const fact = `${capital(name)} is ${withArticle(titleOf(to.kind))}, which no field can hold.`
  return { declined: `${fact} Connect to an entity, a value or an enum.` }
}

function related(
  graph: Graph,
  { owner, field }: NearEnd,
  to: FarEnd & { readonly many: Many },
  newId: NewId
): Outcome {
  const type = { to: to.id, ...(isHeldBy(graph, owner.id, to) ? {} : { ref: true }) }
  const label = `Connected ${called(owner)} to ${to.name === '' ? titleOf(to.kind) : shown(to.name)}`
  if (field !== null && isFree(graph, field)) {
    const value: Json = type
    return {
      label,
      steps: [{ step: 'set', element: field.id, attribute: 'type', value }],
      element: field.id
    }
  }
  const element = newId()
  const at = field === null ? undefined : membersOf(graph, owner.id, 'field').indexOf(field) + 1
  const { order, rekeyed } = memberPlace(graph, owner, 'field', at)
  const registers: Record<string, Json> = {
    kind: 'field',
    name: nameAfter(graph, owner, to),
    parent: owner.id,
    order,
    type,
    ...(to.many === 'many' ? { cardinality: [0, null] } : {})
  }
  const steps: readonly Step[] = [{ step: 'create', element, registers }, ...reorderSteps(rekeyed)]
  return { label, steps, element }
}

/** Tell whether a field may be given a type: it has none, one that is not there, or leads somewhere. */
function isFree(graph: Graph, field: Element): boolean {
  const type = typeOf(field.registers.get('type'))
  if (type === null || type.to === null) return true
  if (BUILTINS.includes(type.to)) return false
  const target = graph.get(type.to)
  return target === undefined || hasIdentity(target.kind)
}

function nameAfter(graph: Graph, owner: Element, to: FarEnd & { readonly many: Many }): string {
  const name = camelCase(to.name) || to.kind
  const wanted = to.many === 'many' ? plural(name) : name
  return freeName(wanted, new Set(membersOf(graph, owner.id, 'field').map(each => each.name)))
}
