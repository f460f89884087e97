/** The fix that a finding offers, as a gesture. */
import type { Fix as Offer } from '@/api/http.gen'
import type { Json } from '@/model/change'
import type { Step } from '@/model/edits'
import { GONE } from '@/model/gestures/declined'
import type { Graph } from '@/model/graph'
import type { Outcome } from '@/model/wanted'

/** One register that a fix writes, as findings come over the wire. */
interface FixChange {
  readonly element: string
  readonly attribute: string
  readonly kind: 'assert' | 'retract'
  readonly value?: Json
}

export interface Fix {
  /** The words of its button. */
  readonly title: string
  readonly changes: readonly FixChange[]
}

/** A fix as it comes over the wire. */
export function offered({ title, operations }: Offer): Fix {
  const changes = operations.map(({ element, attribute, kind = 'assert', value }) => ({
    element,
    attribute,
    kind,
    ...(value === undefined || kind === 'retract' ? {} : { value: value as Json })
  }))
  return { title, changes }
}

/** What a fix does; it is declined when something it is about is gone. */
export function fixFinding(graph: Graph, { title, changes }: Fix): Outcome {
  const made = new Set(changes.filter(isCreation(graph)).map(({ element }) => element))
  const isHere = ({ element }: FixChange) =>
    made.has(element) || graph.record(element) !== undefined
  if (!changes.every(isHere)) return GONE
  const steps: Step[] = [...made].map(element => creation(element, changes))
  for (const change of changes) if (!made.has(change.element)) steps.push(stepOf(change))
  const [first] = changes
  return { label: title, steps, ...(first === undefined ? {} : { element: first.element }) }
}

/** A fix may make an element: its kind is said, and there is none of that id. */
function isCreation(graph: Graph) {
  return ({ element, attribute, kind }: FixChange) =>
    attribute === 'kind' && kind === 'assert' && graph.record(element) === undefined
}

function creation(element: string, changes: readonly FixChange[]): Step {
  const registers: Record<string, Json> = {}
  for (const change of changes) {
    if (change.element === element && change.value !== undefined) {
      registers[change.attribute] = change.value
    }
  }
  return { step: 'create', element, registers }
}

function stepOf({ element, attribute, kind, value }: FixChange): Step {
  if (kind === 'retract' || value === undefined) return { step: 'retract', element, attribute }
  return { step: 'set', element, attribute, value }
}
