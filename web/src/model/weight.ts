/** How large the update of a gesture will be, before it is made: afterwards it cannot be unmade. */
import { ABSENT, DOC, type Value } from '@/model/change'
import type { ModelDocument } from '@/model/document'
import type { Step } from '@/model/edits'
import { splice } from '@/model/text'

/** What Yjs writes about each register besides its name and value, at most. */
const OVERHEAD = 16

/** Return the bytes of the update that the steps will make: more by at most a half, never less. */
export function weight(document: ModelDocument, steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + weightOf(document, step), 0)
}

function weightOf(document: ModelDocument, step: Step): number {
  const { element } = step
  switch (step.step) {
    case 'create':
      return Object.entries(step.registers).reduce(
        (sum, [attribute, value]) => sum + register(attribute, value),
        2 * OVERHEAD + bytes(element) + typed(document, element, step.doc ?? '')
      )
    case 'set':
      return step.attribute === DOC && typeof step.value === 'string'
        ? typed(document, element, step.value)
        : register(step.attribute, step.value)
    case 'retract':
      return register(step.attribute, ABSENT)
    case 'remove':
    case 'restore':
      return register('removed', true)
    case 'move':
      return register('parent', step.parent ?? ABSENT) + register('order', step.order)
    case 'text':
      return typed(document, element, step.text)
  }
}

function register(attribute: string, value: Value): number {
  return OVERHEAD + bytes(attribute) + held(value)
}

function held(value: Value): number {
  if (typeof value === 'string') return bytes(value)
  return value === ABSENT ? 0 : bytes(JSON.stringify(value))
}

function typed(document: ModelDocument, element: string, text: string): number {
  const before = document.read(element, DOC)
  return OVERHEAD + bytes(splice(typeof before === 'string' ? before : '', text).inserted)
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
