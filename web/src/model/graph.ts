/**
 * The graph as a screen reads it: what is shown of a document, indexed, kept up to date by register.
 *
 *     document ──touched──> Graph: elements, children in order, who refers to whom
 *
 * An element is the same object until one of its registers changes, and so is a row of children
 * until one of them does: whoever draws them may compare by identity.
 */
import { ABSENT, type Json, type Value } from '@/model/change'
import type { ModelDocument, Registers, Touched } from '@/model/document'
import { tell } from '@/model/mishap'

export interface Element {
  readonly id: string
  readonly kind: string
  /** Empty where it has none. */
  readonly name: string
  /** What it stands in; null at the top. */
  readonly parent: string | null
  readonly order: string
  /** All registers that hold something, the ones above too. */
  readonly registers: Registers
}

/** What is another than before: added, changed, gone, or hidden with what it stands in. */
export interface GraphChange {
  readonly touched: ReadonlySet<string>
}

type Listener = (change: GraphChange) => void

const NONE: readonly Element[] = []
const STRUCTURE: readonly string[] = ['kind', 'removed', 'parent']
const MODEL = 'model'

export class Graph {
  readonly #read: () => ModelDocument
  /** Everything that has a kind, removed or not. */
  readonly #records = new Map<string, Element>()
  readonly #shown = new Set<string>()
  readonly #members = new Map<string | null, Set<string>>()
  readonly #rows = new Map<string | null, readonly Element[]>()
  readonly #referring = new Map<string, Set<string>>()
  readonly #listeners = new Set<Listener>()
  #modelId: string | null = null
  #version = 0

  /** `read` gives the document as it is now; it may become another one. */
  constructor(read: () => ModelDocument) {
    this.#read = read
    const document = read()
    for (const id of document.ids()) this.#note(id, document)
    for (const id of this.#records.keys()) if (this.#stands(id)) this.#shown.add(id)
  }

  /** The model's own element; null before it has arrived. */
  get modelId(): string | null {
    return this.#modelId
  }

  /** How many elements are shown. */
  get size(): number {
    return this.#shown.size
  }

  /** Another number after every change. */
  get version(): number {
    return this.#version
  }

  /** A shown element. */
  get(id: string): Element | undefined {
    return this.#shown.has(id) ? this.#records.get(id) : undefined
  }

  /** An element that may be removed or hidden. */
  record(id: string): Element | undefined {
    return this.#records.get(id)
  }

  /** All shown elements, in no order. */
  *elements(): IterableIterator<Element> {
    for (const id of this.#shown) {
      const element = this.#records.get(id)
      if (element !== undefined) yield element
    }
  }

  /** All elements that were removed themselves, in no order; not what stands in them. */
  *removed(): IterableIterator<Element> {
    for (const element of this.#records.values()) {
      if (element.registers.get('removed') === true) yield element
    }
  }

  /** What stands in an element, in order; null asks for the top of the model. */
  children(parent: string | null): readonly Element[] {
    const held = this.#rows.get(parent)
    if (held !== undefined) return held
    const row = this.#row(parent)
    this.#rows.set(parent, row)
    return row
  }

  /** What stands in an element, also what is removed, in no order. */
  members(parent: string): readonly Element[] {
    return [...(this.#members.get(parent) ?? [])].flatMap(id => this.#records.get(id) ?? NONE)
  }

  /** What names an element in one of its registers, other than by standing in it. */
  referrers(id: string): readonly Element[] {
    const sources = [...(this.#referring.get(id) ?? [])]
    return sources.flatMap(source => this.get(source) ?? NONE)
  }

  /** What an element stands in, the nearest first; ends at the top. */
  ancestors(id: string): readonly Element[] {
    const above: Element[] = []
    for (let at = this.#records.get(id); at?.parent; ) {
      const next = this.#records.get(at.parent)
      if (next === undefined || above.includes(next)) break
      above.push(next)
      at = next
    }
    return above
  }

  /** `Ordering.Order.total`: the names on the way down to an element. */
  path(id: string): string {
    const self = this.#records.get(id)
    const names = [self, ...this.ancestors(id)].map(each => each?.name ?? '').filter(Boolean)
    return names.reverse().join('.')
  }

  /** Take up what changed in the document. */
  update(touched: Touched): void {
    const document = this.#read()
    const changed = new Set<string>()
    for (const [id, attributes] of touched) {
      const roots = STRUCTURE.some(name => attributes.has(name))
      const former = this.#records.get(id)?.parent ?? null
      this.#note(id, document)
      changed.add(id)
      this.#rows.delete(former)
      this.#rows.delete(this.#records.get(id)?.parent ?? null)
      if (roots) this.#reveal(id, changed)
    }
    this.#version += 1
    const change = { touched: changed }
    for (const listener of this.#listeners) tell(() => listener(change))
  }

  /** Hear of every change; returns how to stop hearing. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #row(parent: string | null): readonly Element[] {
    const row: Element[] = []
    for (const id of this.#members.get(parent) ?? []) {
      const element = this.get(id)
      if (element !== undefined && element.kind !== MODEL) row.push(element)
    }
    return row.length === 0 ? NONE : row.sort(before)
  }

  /** Read an element anew; what is said of it elsewhere follows. */
  #note(id: string, document: ModelDocument): void {
    const former = this.#records.get(id)
    if (former !== undefined) this.#forget(former)
    const element = elementOf(id, document.registers(id))
    if (element === undefined) return
    this.#records.set(id, element)
    if (element.kind === MODEL) this.#modelId = id
    entry(this.#members, element.parent).add(id)
    for (const target of namedBy(element)) entry(this.#referring, target).add(id)
  }

  #forget(element: Element): void {
    this.#records.delete(element.id)
    this.#members.get(element.parent)?.delete(element.id)
    for (const target of namedBy(element)) this.#referring.get(target)?.delete(element.id)
  }

  /** Show or hide an element and what stands in it, and tell whom that changes. */
  #reveal(id: string, changed: Set<string>): void {
    const isShown = this.#stands(id)
    if (isShown !== this.#shown.has(id)) {
      if (isShown) this.#shown.add(id)
      else this.#shown.delete(id)
      changed.add(id)
      this.#rows.delete(this.#records.get(id)?.parent ?? null)
    }
    for (const child of this.#members.get(id) ?? []) {
      if (this.#shown.has(child) !== (isShown && this.#standsItself(child))) {
        this.#reveal(child, changed)
      }
    }
  }

  #standsItself(id: string): boolean {
    return this.#records.get(id)?.registers.get('removed') !== true
  }

  #stands(id: string): boolean {
    const passed = new Set<string>()
    for (let at: string | null = id; at !== null; at = this.#records.get(at)?.parent ?? null) {
      if (passed.has(at) || !this.#records.has(at) || !this.#standsItself(at)) return false
      passed.add(at)
    }
    return true
  }
}

function elementOf(id: string, registers: Registers): Element | undefined {
  const kind = registers.get('kind')
  if (typeof kind !== 'string') return
  const parent = registers.get('parent')
  return {
    id,
    kind,
    name: wordsOf(registers.get('name')),
    parent: typeof parent === 'string' ? parent : null,
    order: wordsOf(registers.get('order')),
    registers
  }
}

function wordsOf(value: Value): string {
  return typeof value === 'string' ? value : ''
}

function before(one: Element, other: Element): number {
  if (one.order !== other.order) return one.order < other.order ? -1 : 1
  if (one.id === other.id) return 0
  return one.id < other.id ? -1 : 1
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const PLAIN: ReadonlySet<string> = new Set(['kind', 'name', 'parent', 'order', 'doc', 'position'])

/** The ids in an element's registers, wherever in a value they stand. */
function* namedBy({ registers }: Element): IterableIterator<string> {
  for (const [attribute, value] of registers) {
    if (!PLAIN.has(attribute)) yield* idsIn(value)
  }
}

function* idsIn(value: Value): IterableIterator<string> {
  if (typeof value === 'string') {
    if (ID.test(value)) yield value
  } else if (Array.isArray(value)) {
    for (const item of value) yield* idsIn(item as Json)
  } else if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) yield* idsIn(item as Json)
  } else if (value === ABSENT) {
    return
  }
}

function entry<Key>(map: Map<Key, Set<string>>, key: Key): Set<string> {
  const held = map.get(key)
  if (held !== undefined) return held
  const made = new Set<string>()
  map.set(key, made)
  return made
}
