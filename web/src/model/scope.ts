/**
 * What a name means where it is written, and what to write for an element.
 *
 * A name is looked for in the owner, then in what is around it, then at the top; parts of aggregates
 * are found without the aggregate's name while there is one of them. What is nowhere near is found
 * anywhere in the model, if nothing else is called so.
 */

import { pathText } from '@/model/fieldline/words'
import type { Element, Graph, GraphChange } from '@/model/graph'
import { BUILTINS } from '@/model/metamodel'
import { nearestOf } from '@/model/nearest'

/** Kinds that a field may have as its type. */
export const TYPES: ReadonlySet<string> = new Set([
  'aggregate',
  'entity',
  'value',
  'type',
  'enum',
  'union'
])

export interface Scope {
  /** The id of the type that a path means here; undefined when there is none, or no telling. */
  readonly resolve: (path: readonly string[]) => string | undefined
  /** The shortest path that means this element here, all of it where none does; undefined when it is not shown. */
  readonly nameOf: (id: string) => string | undefined
  /** The type that somebody meant who slipped. */
  readonly nearest: (name: string) => string | undefined
}

/** What names mean inside `owner`; null asks for the top of the model. */
export function scopeOf(graph: Graph, owner: string | null): Scope {
  const names = namesOf(graph)
  return {
    resolve: path => (find(graph, names, owner, path) ?? anywhere(graph, names, path))?.id,
    nameOf: id => nameFrom(graph, names, owner, id),
    nearest: name => nearestOf(lastOf(name), [...BUILTINS, ...names.types()])
  }
}

/** All types of a model, in no order. */
export function typesOf(graph: Graph): readonly Element[] {
  return [...namesOf(graph).elements()]
}

/** Whom a name may mean: elements by name, kept as the graph changes. */
class Names {
  readonly #graph: Graph
  readonly #names = new Map<string, string>()
  readonly #holders = new Map<string, Set<string>>()

  constructor(graph: Graph) {
    this.#graph = graph
    for (const { id } of graph.elements()) this.#note(id)
    graph.subscribe(change => this.#update(change))
  }

  /** Whoever has this name. */
  called(name: string): readonly Element[] {
    return [...(this.#holders.get(name) ?? [])].flatMap(id => this.#graph.get(id) ?? [])
  }

  *elements(): IterableIterator<Element> {
    for (const id of this.#names.keys()) {
      const element = this.#graph.get(id)
      if (element !== undefined && TYPES.has(element.kind)) yield element
    }
  }

  *types(): IterableIterator<string> {
    for (const { name } of this.elements()) yield name
  }

  #update({ touched }: GraphChange): void {
    for (const id of touched) {
      const former = this.#names.get(id)
      if (former !== undefined) this.#holders.get(former)?.delete(id)
      this.#names.delete(id)
      this.#note(id)
    }
  }

  #note(id: string): void {
    const element = this.#graph.get(id)
    if (element === undefined || element.name === '' || !NAMING.has(element.kind)) return
    this.#names.set(id, element.name)
    const holders = this.#holders.get(element.name) ?? new Set()
    this.#holders.set(element.name, holders.add(id))
  }
}

/** What may stand in a path that ends at a type. */
const NAMING: ReadonlySet<string> = new Set([...TYPES, 'context'])

const KNOWN = new WeakMap<Graph, Names>()

function namesOf(graph: Graph): Names {
  const held = KNOWN.get(graph)
  if (held !== undefined) return held
  const made = new Names(graph)
  KNOWN.set(graph, made)
  return made
}

/** The type that a path means inside `owner` or around it, the nearest first. */
function find(
  graph: Graph,
  names: Names,
  owner: string | null,
  path: readonly string[]
): Element | undefined {
  const around = owner === null ? [] : [owner, ...graph.ancestors(owner).map(({ id }) => id)]
  for (const place of [...around, null]) {
    const found = within(graph, names, place, path)
    if (found !== undefined) return found
  }
  return
}

/** The type at the end of a path that begins in `place`. */
function within(
  graph: Graph,
  names: Names,
  place: string | null,
  path: readonly string[]
): Element | undefined {
  const [step = '', ...rest] = path
  const alike = names.called(step).filter(({ kind }) => rest.length > 0 || TYPES.has(kind))
  const here =
    first(graph, place, alike) ?? only(alike.filter(each => isPartIn(graph, each, place)))
  if (here === undefined || rest.length === 0) return here
  return within(graph, names, here.id, rest)
}

/** Of several siblings with one name, the one that stands first. */
function first(graph: Graph, place: string | null, alike: readonly Element[]): Element | undefined {
  const here = alike.filter(({ parent }) => parent === place)
  return here.length < 2 ? here[0] : graph.children(place).find(each => here.includes(each))
}

/** Tell whether an element stands in an aggregate that stands in `place`. */
function isPartIn(graph: Graph, { parent }: Element, place: string | null): boolean {
  const holder = parent === null ? undefined : graph.get(parent)
  return holder?.kind === 'aggregate' && holder.parent === place
}

/** The one type of the whole model whose path ends so; aggregates may be left out of it. */
function anywhere(graph: Graph, names: Names, path: readonly string[]): Element | undefined {
  const alike = names.called(path.at(-1) ?? '').filter(({ kind }) => TYPES.has(kind))
  return only(alike.filter(each => endsSo(graph, each, path.slice(0, -1))))
}

function endsSo(graph: Graph, element: Element, path: readonly string[]): boolean {
  const wanted = [...path]
  for (const { name, kind } of graph.ancestors(element.id)) {
    if (wanted.length === 0) return true
    if (name === wanted.at(-1)) wanted.pop()
    else if (kind !== 'aggregate') return false
  }
  return wanted.length === 0
}

function only(elements: readonly Element[]): Element | undefined {
  return elements.length === 1 ? elements[0] : undefined
}

function nameFrom(
  graph: Graph,
  names: Names,
  owner: string | null,
  id: string
): string | undefined {
  const element = graph.get(id)
  if (element === undefined || element.name === '') return
  const above = graph.ancestors(id).filter(({ name }) => name !== '')
  const full = [element.name, ...above.map(({ name }) => name)]
  const short = [element.name, ...above.filter(isSaid).map(({ name }) => name)]
  const paths = [...endsOf(short), ...endsOf(full)].sort((one, other) => one.length - other.length)
  const path = paths.find(each => find(graph, names, owner, each)?.id === id)
  return pathText(path ?? full.reverse())
}

/** Aggregates may be left out of a path. */
function isSaid({ kind }: Element): boolean {
  return kind !== 'aggregate'
}

/** The ends of a path that is given from its end, the shortest first. */
function endsOf(names: readonly string[]): readonly (readonly string[])[] {
  return names.map((_, count) => names.slice(0, count + 1).reverse())
}

function lastOf(path: string): string {
  return path.split('.').at(-1)?.replaceAll('`', '') ?? path
}
