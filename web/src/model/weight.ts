/** How large the update of a gesture will be, before it is made: afterwards it cannot be unmade. */
import { ABSENT, DOC, type Value } from '@/model/change'
import type { ModelDocument } from '@/model/document'
import type { Step } from '@/model/edits'
import { splice } from '@/model/text'

/** What Yjs writes about each register of a new element besides its name and value, at most. */
const OVERHEAD = 16
/** The same of a register that is written over, whose former value is named and deleted. */
const OVER = 32
/** The same of what is typed between two characters. */
const BETWEEN = 48
/** What it writes for each run of characters that is deleted, of which few texts have so many. */
const RANGE = 12
const MOST_RANGES = 256
/** What it writes once. */
const HEAD = 32

/** Return the bytes of the update that the steps will make: somewhat more, hardly ever less. */
export function weight(document: ModelDocument, steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + weightOf(document, step), HEAD)
}

function weightOf(document: ModelDocument, step: Step): number {
  const { element } = step
  switch (step.step) {
    case 'create':
      return Object.entries(step.registers).reduce(
        (sum, [attribute, value]) => sum + OVERHEAD + register(attribute, value),
        2 * OVERHEAD + bytes(element) + typed(document, element, step.doc ?? '')
      )
    case 'set':
      return step.attribute === DOC && typeof step.value === 'string'
        ? typed(document, element, step.value)
        : OVER + register(step.attribute, step.value)
    case 'retract':
      return OVER + register(step.attribute, ABSENT)
    case 'remove':
    case 'restore':
      return OVER + register('removed', true)
    case 'move':
      return 2 * OVER + register('parent', step.parent ?? ABSENT) + register('order', step.order)
    case 'text':
      return typed(document, element, step.text)
  }
}

function register(attribute: string, value: Value): number {
  return bytes(attribute) + held(value)
}

function held(value: Value): number {
  if (typeof value === 'string') return bytes(value)
  return value === ABSENT ? 0 : bytes(JSON.stringify(value))
}

function typed(document: ModelDocument, element: string, text: string): number {
  const before = document.read(element, DOC)
  const { deleted, inserted } = splice(typeof before === 'string' ? before : '', text)
  return BETWEEN + bytes(inserted) + RANGE * Math.min(deleted, MOST_RANGES)
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
