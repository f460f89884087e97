/** Several lines at once, as they are pasted: one gesture makes all the fields, or all the values. */
import { v7 } from 'uuid'
import type { Step } from '@/model/edits'
import { type NewId, reorderSteps } from '@/model/gestures/card'
import { createEnumValue } from '@/model/gestures/enumValue'
import { createField } from '@/model/gestures/field'
import type { Graph } from '@/model/graph'
import { type Placed, place, shownSiblings } from '@/model/order'
import { isDeclined, type Outcome, type Wanted } from '@/model/wanted'
import { called, counted } from '@/model/wording'

/** Make a member of each line, the first before the member at `index` of the owner: all, or none. */
export function createLines(
  graph: Graph,
  owner: string,
  lines: readonly string[],
  { index, newId = v7 }: { readonly index: number; readonly newId?: NewId }
): Outcome {
  const holder = graph.get(owner)
  const isEnum = holder?.kind === 'enum'
  const create = isEnum ? createEnumValue : createField
  const made: Wanted[] = []
  for (const line of lines) {
    const outcome = create(graph, owner, line, { index, newId })
    if (isDeclined(outcome)) return outcome
    made.push(outcome)
  }
  const [first, ...others] = made
  if (first === undefined || holder === undefined) return { label: '', steps: [] }
  if (others.length === 0) return first
  const label = `Added ${counted(isEnum ? 'value' : 'field', made.length)} to ${called(holder)}`
  return { ...first, label, steps: inOrder(graph, owner, first, others) }
}

/** Each was made for the same place: the first stands there, and the others behind it. */
function inOrder(
  graph: Graph,
  owner: string,
  first: Wanted,
  others: readonly Wanted[]
): readonly Step[] {
  const standing = after(shownSiblings(graph, owner), first.steps)
  const at = standing.findIndex(({ element }) => element === first.element)
  const { orders, rekeyed } = place(standing, at + 1, others.length)
  const rest = others.flatMap(({ steps }, nth) => ordered(steps, orders[nth] ?? ''))
  return [...first.steps, ...rest, ...reorderSteps(rekeyed)]
}

/** The siblings as they stand once the steps are done. */
function after(standing: readonly Placed[], steps: readonly Step[]): readonly Placed[] {
  const orders = new Map(standing.map(({ element, order }) => [element, order]))
  for (const step of steps) {
    if (step.step === 'create') orders.set(step.element, String(step.registers['order']))
    if (step.step === 'set') orders.set(step.element, String(step.value))
  }
  return [...orders]
    .map(([element, order]) => ({ element, order }))
    .sort((one, other) => (one.order < other.order ? -1 : 1))
}

/** The member that the steps create, with another key. */
function ordered(steps: readonly Step[], order: string): readonly Step[] {
  return steps.flatMap(step =>
    step.step === 'create' ? [{ ...step, registers: { ...step.registers, order } }] : []
  )
}
