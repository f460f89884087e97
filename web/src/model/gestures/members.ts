/** The rows of a card, and their order: what stands in one element and is of one kind. */
import type { Step } from '@/model/edits'
import { reorderSteps } from '@/model/gestures/card'
import { GONE, misplaced } from '@/model/gestures/declined'
import type { Element, Graph } from '@/model/graph'
import { type Placed, place, shownSiblings } from '@/model/order'
import type { Outcome } from '@/model/wanted'
import { called, titleOf } from '@/model/wording'

/** The members of one kind, in order. */
export function membersOf(graph: Graph, owner: string, kind: string): readonly Element[] {
  return graph.children(owner).filter(child => child.kind === kind)
}

/** The key of a newcomer before the member at `index`; without one, behind the last. */
export function memberPlace(
  graph: Graph,
  owner: Element,
  kind: string,
  index?: number,
  without?: string
): { readonly order: string; readonly rekeyed: readonly Placed[] } {
  const standing = shownSiblings(graph, owner.id).filter(({ element }) => element !== without)
  const members = membersOf(graph, owner.id, kind).filter(({ id }) => id !== without)
  const next = index === undefined ? undefined : members[Math.max(0, index)]
  const at = next === undefined ? endOf(standing, members) : indexOf(standing, next.id)
  const { orders, rekeyed } = place(standing, at)
  return { order: orders[0] ?? '', rekeyed }
}

/** Put a field or an enum value before the one that stands at `index` when it is taken out. */
export function reorder(graph: Graph, id: string, index: number): Outcome {
  const member = graph.get(id)
  const owner = member?.parent == null ? undefined : graph.get(member.parent)
  if (member === undefined || owner === undefined) return GONE
  const label = `Moved ${called(member)} within ${called(owner)}`
  const others = membersOf(graph, owner.id, member.kind)
  if (others.findIndex(each => each.id === id) === Math.min(index, others.length - 1)) {
    return { label, steps: [], element: id }
  }
  const { order, rekeyed } = memberPlace(graph, owner, member.kind, index, id)
  const steps: readonly Step[] = [
    { step: 'set', element: id, attribute: 'order', value: order },
    ...reorderSteps(rekeyed)
  ]
  return { label, steps, element: id }
}

/** Put a field into another owner, before the field at `index` there. */
export function moveField(graph: Graph, id: string, owner: string, index?: number): Outcome {
  const field = graph.get(id)
  const holder = graph.get(owner)
  if (field === undefined || holder === undefined) return GONE
  if (field.parent === owner) return reorder(graph, id, index ?? Number.MAX_SAFE_INTEGER)
  const wrong = misplaced(field.kind, called(field), holder)
  if (wrong !== null) return wrong
  const { order, rekeyed } = memberPlace(graph, holder, field.kind, index)
  const from = field.parent === null ? undefined : graph.get(field.parent)
  const origin = from === undefined ? '' : ` from ${called(from)}`
  const label = `Moved ${titleOf(field.kind)} ${called(field)}${origin} to ${called(holder)}`
  const steps: readonly Step[] = [
    { step: 'move', element: id, parent: owner, order },
    ...reorderSteps(rekeyed)
  ]
  return { label, steps, element: id }
}

/** Behind the last member, and where there is none, before what is no member. */
function endOf(standing: readonly Placed[], members: readonly Element[]): number {
  const last = members.at(-1)
  return last === undefined ? 0 : indexOf(standing, last.id) + 1
}

function indexOf(standing: readonly Placed[], id: string): number {
  const at = standing.findIndex(({ element }) => element === id)
  return at < 0 ? standing.length : at
}
