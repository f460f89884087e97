/**
 * A gesture done again on another document: as writes of its registers, last come, last served.
 *
 * What it made and is there already is written, never made twice; of a long text only its own
 * change is made to what stands there now; what is gone for good is left, and said.
 */
import type { Gesture } from '@/journal/gesture'
import { ABSENT, type Change, DOC, type Json } from '@/model/change'
import type { ModelDocument } from '@/model/document'
import { missing, rewrite, type Step } from '@/model/edits'
import { merge } from '@/model/text'

/** `gesture` is null when nothing of it remained to do. */
export interface Replayed {
  readonly gesture: Gesture | null
  /** The elements that could not be written, for they are not there any more. */
  readonly left: readonly string[]
}

/** Do a gesture again; it keeps its id, and says anew what it changed. */
export function replay(document: ModelDocument, gesture: Gesture): Replayed {
  const steps = stepsOf(document, gesture.changes)
  const left = missing(document, steps)
  const edit = rewrite(
    document,
    steps.filter(({ element }) => !left.includes(element))
  )
  return { gesture: edit === null ? null : { ...gesture, ...edit }, left }
}

/** The steps that write what a gesture's registers held after it. */
function stepsOf(document: ModelDocument, changes: readonly Change[]): readonly Step[] {
  const byElement = new Map<string, Change[]>()
  for (const change of changes) {
    const those = byElement.get(change.element) ?? []
    byElement.set(change.element, [...those, change])
  }
  return [...byElement].flatMap(([element, those]) =>
    those.some(isBirth) && !document.has(element)
      ? [creation(element, those)]
      : those.map(change => stepOf(document, change))
  )
}

function isBirth({ attribute, before, after }: Change): boolean {
  return attribute === 'kind' && before === ABSENT && after !== ABSENT
}

function creation(element: string, changes: readonly Change[]): Step {
  const registers: Record<string, Json> = {}
  for (const { attribute, after } of changes) {
    if (after !== ABSENT && attribute !== DOC) registers[attribute] = after
  }
  const doc = changes.find(({ attribute }) => attribute === DOC)
  return { step: 'create', element, registers, doc: textOf(doc?.after) }
}

function stepOf(document: ModelDocument, change: Change): Step {
  const { element, attribute, before, after } = change
  if (attribute === DOC) {
    const now = textOf(document.read(element, DOC))
    return { step: 'text', element, text: merge(textOf(before), textOf(after), now) }
  }
  if (after === ABSENT) return { step: 'retract', element, attribute }
  return { step: 'set', element, attribute, value: after }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
