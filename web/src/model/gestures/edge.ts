/** What the menu of an edge changes: how many at each end, the way back, whether it holds or refers. */
import type { Json } from '@/model/change'
import type { Step } from '@/model/edits'
import { type Range, rangeWords } from '@/model/fieldline/range'
import { typeOf } from '@/model/fieldline/typeExpr'
import { GONE } from '@/model/gestures/declined'
import type { Graph } from '@/model/graph'
import { hasIdentity } from '@/model/holding'
import type { Outcome } from '@/model/wanted'
import { called, fullName } from '@/model/wording'

/** How many of the far end a field has; none or one is an optional one, as the line says it by `?`. */
export function setCardinality(graph: Graph, field: string, range: Range): Outcome {
  const element = graph.get(field)
  if (element === undefined) return GONE
  const [least, most] = range
  const wrong = backward(range)
  if (wrong !== null) return { declined: wrong }
  const isOne = most === 1 && least <= 1
  return {
    label: `Made ${fullName(graph, element)} ${rangeWords(range)}`,
    steps: [
      change(field, 'cardinality', isOne ? undefined : [least, most]),
      change(field, 'optional', isOne && least === 0 ? true : undefined)
    ],
    element: field
  }
}

/** How many refer to one of the far end; null where nobody says. */
export function setInverseCardinality(graph: Graph, field: string, range: Range | null): Outcome {
  const element = graph.get(field)
  if (element === undefined) return GONE
  const wrong = range === null ? null : backward(range)
  if (wrong !== null) return { declined: wrong }
  const subject = `the way back of ${fullName(graph, element)}`
  return {
    label: range === null ? `Left ${subject} open` : `Made ${subject} ${rangeWords(range)}`,
    steps: [change(field, 'inverseCardinality', range === null ? undefined : [...range])],
    element: field
  }
}

/** Whether a field holds instances of its type, or refers to them by their identity. */
export function setHolding(graph: Graph, field: string, holding: 'parts' | 'reference'): Outcome {
  const element = graph.get(field)
  if (element === undefined) return GONE
  const held = element.registers.get('type')
  const type = typeOf(held)
  const target = type?.to == null ? undefined : graph.get(type.to)
  if (target === undefined) {
    return { declined: `${called(element)} leads nowhere yet. Give it a type first.` }
  }
  if (holding === 'reference' && !hasIdentity(target.kind)) {
    const fact = `${called(target)} has no identity to refer to.`
    return { declined: `${fact} Make it an entity first.` }
  }
  const { ref: _, ...rest } = held as { readonly [key: string]: Json }
  const value = holding === 'reference' ? { ...rest, ref: true } : rest
  const verb = holding === 'reference' ? 'refer to' : 'hold'
  return {
    label: `Made ${fullName(graph, element)} ${verb} ${called(target)}`,
    steps: [change(field, 'type', value)],
    element: field
  }
}

function backward([least, most]: Range): string | null {
  if (most === null || (most > 0 && least <= most)) return null
  return `${least}..${most} allows for nothing. Put the smaller number first, and a greater one than 0 last.`
}

function change(element: string, attribute: string, value: Json | undefined): Step {
  if (value === undefined) return { step: 'retract', element, attribute }
  return { step: 'set', element, attribute, value }
}
