/**
 * The only writer of the document: what a person does becomes one transaction, captured exactly.
 *
 *     steps ──write──> one Y transaction ──> Edit { changes, update }
 *
 * An element is one map, created with its registers and an empty text, and its key stays for ever:
 * removing is a register.
 */
import * as Y from 'yjs'
import { ABSENT, type Change, DOC, isSame, type Json, type Value } from '@/model/change'
import { type ModelDocument, mend } from '@/model/document'
import { report } from '@/model/mishap'
import { splice } from '@/model/text'

/** One thing that a gesture does; a gesture is a row of them, done whole. */
export type Step =
  | {
      readonly step: 'create'
      readonly element: string
      readonly registers: Readonly<Record<string, Json>>
      readonly doc?: string
    }
  | {
      readonly step: 'set'
      readonly element: string
      readonly attribute: string
      readonly value: Json
    }
  | { readonly step: 'retract'; readonly element: string; readonly attribute: string }
  | { readonly step: 'remove'; readonly element: string }
  | { readonly step: 'restore'; readonly element: string }
  | {
      readonly step: 'move'
      readonly element: string
      readonly parent: string | null
      readonly order: string
    }
  | { readonly step: 'text'; readonly element: string; readonly text: string }

/** What was written: before and after of each register, and the update that says so. */
export interface Edit {
  readonly changes: readonly Change[]
  readonly update: Uint8Array
}

/** The origin of every transaction that a gesture writes. */
export const GESTURE = Symbol('gesture')

/** Write what differs from what is there; null when nothing does. */
export function write(document: ModelDocument, steps: readonly Step[]): Edit | null {
  return inOneTransaction(document, steps, 'changed')
}

/** Write everything, also what is there already, so that it counts as said again. */
export function rewrite(document: ModelDocument, steps: readonly Step[]): Edit | null {
  return inOneTransaction(document, steps, 'everything')
}

/** Return the elements that the steps need and the document has not got. */
export function missing(document: ModelDocument, steps: readonly Step[]): readonly string[] {
  const created = new Set<string>()
  const gone = new Set<string>()
  for (const { step, element } of steps) {
    if (step === 'create') created.add(element)
    else if (!created.has(element) && !isReady(document, step, element)) gone.add(element)
  }
  return [...gone]
}

function isReady(document: ModelDocument, step: Step['step'], element: string): boolean {
  return step === 'text' ? document.text(element) !== undefined : document.has(element)
}

function inOneTransaction(
  document: ModelDocument,
  steps: readonly Step[],
  extent: Extent
): Edit | null {
  refuseInside(document.doc)
  const gone = missing(document, steps)
  if (gone.length > 0) {
    throw new Error(`elements ${gone.join(', ')} are not in the document; create them first`)
  }
  const writer = new Writer(document, extent)
  const update = captured(document.doc, () => {
    for (const step of steps) writer.take(step)
  })
  return update === undefined ? null : { changes: writer.changes(), update }
}

/** Run `work` in one transaction and return the update that it makes, if it makes one. */
function captured(doc: Y.Doc, work: () => void): Uint8Array | undefined {
  const updates: Uint8Array[] = []
  const capture = (update: Uint8Array, origin: unknown) => {
    if (origin === GESTURE) updates.push(update)
  }
  const before = Y.encodeStateVector(doc)
  let isDone = false
  doc.on('update', capture)
  try {
    doc.transact(() => {
      work()
      isDone = true
    }, GESTURE)
  } catch (error) {
    mend(doc)
    if (!isDone && updates.length === 0) throw error
    // Somebody who listens failed, perhaps before us; the edit stands, and must reach the journal.
    if (updates.length === 0) updates.push(Y.encodeStateAsUpdate(doc, before))
    report(error)
  } finally {
    doc.off('update', capture)
  }
  return updates[0]
}

/** Inside another transaction the update would be that one's, with somebody else's writes in it. */
function refuseInside(doc: Y.Doc): void {
  if (doc._transaction !== null || doc._transactionCleanups.length > 0) {
    throw new Error('an edit begins inside another transaction; make it after that one has ended')
  }
}

type Extent = 'changed' | 'everything'

/** Takes the steps of one gesture, and remembers what each register held before and holds after. */
class Writer {
  readonly #document: ModelDocument
  readonly #extent: Extent
  readonly #changes = new Map<string, Change>()

  constructor(document: ModelDocument, extent: Extent) {
    this.#document = document
    this.#extent = extent
  }

  take(step: Step): void {
    const { element } = step
    switch (step.step) {
      case 'create':
        this.#create(element, step.registers, step.doc ?? '')
        break
      case 'set':
        this.#set(element, step.attribute, step.value)
        break
      case 'retract':
        this.#set(element, step.attribute, ABSENT)
        break
      case 'remove':
        this.#set(element, 'removed', true)
        break
      case 'restore':
        this.#set(element, 'removed', ABSENT)
        break
      case 'move':
        this.#set(element, 'parent', step.parent ?? ABSENT)
        this.#set(element, 'order', step.order)
        break
      case 'text':
        this.#type(element, step.text)
        break
    }
  }

  changes(): readonly Change[] {
    return [...this.#changes.values()].filter(({ before, after }) => !isSame(before, after))
  }

  #create(element: string, registers: Readonly<Record<string, Json>>, doc: string): void {
    if (!this.#document.has(element)) {
      const map = new Y.Map<unknown>()
      map.set(DOC, new Y.Text())
      this.#document.elements.set(element, map)
    }
    for (const [attribute, value] of Object.entries(registers)) this.#set(element, attribute, value)
    if (doc !== '') this.#type(element, doc)
  }

  #set(element: string, attribute: string, value: Value): void {
    if (attribute === DOC) {
      this.#type(element, typeof value === 'string' ? value : '')
      return
    }
    const before = this.#document.read(element, attribute)
    if (this.#extent === 'changed' && isSame(before, value)) return
    const map = this.#document.elements.get(element)
    if (value === ABSENT) map?.delete(attribute)
    else map?.set(attribute, value)
    this.#note(element, attribute, before, value)
  }

  #type(element: string, text: string): void {
    const held = this.#document.text(element)
    const before = this.#document.read(element, DOC)
    if (held === undefined || typeof before !== 'string' || before === text) return
    const { at, deleted, inserted } = splice(before, text)
    if (deleted > 0) held.delete(at, deleted)
    if (inserted !== '') held.insert(at, inserted)
    this.#note(element, DOC, before, text)
  }

  #note(element: string, attribute: string, before: Value, after: Value): void {
    const register = `${element} ${attribute}`
    const first = this.#changes.get(register)
    this.#changes.set(register, {
      element,
      attribute,
      before: first === undefined ? before : first.before,
      after
    })
  }
}
