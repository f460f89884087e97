/**
 * The document of a room, read: elements by id, each with its registers; flat.
 *
 *     elements: Y.Map   id -> Y.Map of registers, `doc` a Y.Text
 *     meta: Y.Map       model, branch, epoch: the server's own
 *
 * Writing is `edits.ts`; what arrives from the server is applied by `sync/`.
 */
import * as Y from 'yjs'
import { ABSENT, DOC, type Json, type Value } from '@/model/change'
import { tell } from '@/model/mishap'

export type Registers = ReadonlyMap<string, Value>

/** Which registers a transaction touched, by element. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>

export type Listener = (touched: Touched, origin: unknown) => void

type Elements = Y.Map<Y.Map<unknown>>

export class ModelDocument {
  readonly doc: Y.Doc
  readonly elements: Elements

  constructor(doc: Y.Doc = new Y.Doc()) {
    this.doc = doc
    this.elements = doc.getMap('elements')
    doc.getMap('meta')
  }

  /** Tell whether there is a map of this id, removed or not. */
  has(element: string): boolean {
    return this.elements.has(element)
  }

  /** All elements, removed and hidden ones too, in no order. */
  ids(): IterableIterator<string> {
    return this.elements.keys()
  }

  /** What a register holds now. */
  read(element: string, attribute: string): Value {
    return plain(this.elements.get(element)?.get(attribute))
  }

  /** All registers of an element that hold something. */
  registers(element: string): Registers {
    const registers = new Map<string, Value>()
    for (const [attribute, held] of this.elements.get(element)?.entries() ?? []) {
      registers.set(attribute, plain(held))
    }
    return registers
  }

  /** The long text of an element, for an editor to show; absent until the element is here. */
  text(element: string): Y.Text | undefined {
    const held = this.elements.get(element)?.get(DOC)
    return held instanceof Y.Text ? held : undefined
  }

  /** Tell whether an element is in the graph: it has a kind, and nothing above it is removed. */
  isShown(element: string): boolean {
    const passed = new Set<string>()
    for (let at: Value = element; typeof at === 'string'; at = this.read(at, 'parent')) {
      if (passed.has(at) || !this.#stands(at)) return false
      passed.add(at)
    }
    return true
  }

  /** Hear of every transaction that touched elements, local or not. */
  observe(listener: Listener): () => void {
    const look = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) => {
      const touched = touchedBy(events)
      if (touched.size > 0) tell(() => listener(touched, transaction.origin))
    }
    this.elements.observeDeep(look)
    return () => this.elements.unobserveDeep(look)
  }

  #stands(element: string): boolean {
    return this.read(element, 'kind') !== ABSENT && this.read(element, 'removed') !== true
  }
}

/**
 * End a transaction in which somebody who listens has failed.
 *
 * Yjs leaves it open when a listener to `update` throws, and nobody hears of the document again.
 */
export function mend(doc: Y.Doc): void {
  if (doc._transaction === null) doc._transactionCleanups = []
}

/** What a register holds, as a value; of a text, all of it. */
function plain(held: unknown): Value {
  if (held instanceof Y.Text) return held.toString()
  if (held instanceof Y.AbstractType) return held.toJSON() as Json
  return held as Value
}

function touchedBy(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): Touched {
  const touched = new Map<string, Set<string>>()
  const touch = (element: string, attribute: string) => {
    const attributes = touched.get(element) ?? new Set()
    touched.set(element, attributes.add(attribute))
  }
  for (const event of events) {
    const [element, attribute] = event.path
    if (element === undefined) {
      for (const [id] of event.changes.keys) touchWhole(event.target, id, touch)
    } else if (attribute === undefined) {
      for (const [name] of event.changes.keys) touch(String(element), name)
    } else {
      touch(String(element), String(attribute))
    }
  }
  return touched
}

/** An element came or went: all that it holds is news, and at least that it is there. */
function touchWhole(
  elements: Y.AbstractType<unknown>,
  id: string,
  touch: (element: string, attribute: string) => void
): void {
  touch(id, 'kind')
  const map = elements instanceof Y.Map ? elements.get(id) : undefined
  if (map instanceof Y.Map) for (const name of map.keys()) touch(id, name)
}
