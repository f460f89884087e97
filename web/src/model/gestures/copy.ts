/** Copies of elements with all that is in them; what points inside a copy points inside the copy. */
import { v7 } from 'uuid'
import { type Point, placeOf, toPosition } from '@/model/box'
import { DOC, type Json } from '@/model/change'
import type { Step } from '@/model/edits'
import { type NewId, reorderSteps } from '@/model/gestures/card'
import { NOTHING_CHOSEN } from '@/model/gestures/declined'
import type { Element, Graph } from '@/model/graph'
import { cut, freeName } from '@/model/naming'
import { place, shownSiblings } from '@/model/order'
import { isMember } from '@/model/standing'
import { rootsOf, subtreeOf } from '@/model/subtree'
import type { Outcome } from '@/model/wanted'
import { censusOf } from '@/model/wording'

/** Copy elements to beside themselves; cards are drawn so far off. */
export function duplicate(
  graph: Graph,
  ids: Iterable<string>,
  offset: Point,
  newId: NewId = v7
): Outcome {
  const roots = rootsOf(graph, ids)
  const [first] = roots
  if (first === undefined) return NOTHING_CHOSEN
  const inside = roots.map(root => subtreeOf(graph, root))
  const copies = new Map(inside.flat().map(({ id }) => [id, newId()]))
  const names = namesFor(graph, roots)
  const steps = inside.flat().map(element => copied(element, { copies, offset, names }))
  return {
    label: `Duplicated ${censusOf(roots)}`,
    steps: [...placed(graph, roots, steps, copies)],
    element: copies.get(first.id) ?? ''
  }
}

/** The new elements of a gesture that stand in none of the other new ones: what to select. */
export function createdRoots(steps: readonly Step[]): readonly string[] {
  const creations = steps.filter(step => step.step === 'create')
  const created = new Set(creations.map(({ element }) => element))
  return creations
    .filter(({ registers }) => !created.has(String(registers['parent'])))
    .map(({ element }) => element)
}

type Creation = Step & { readonly step: 'create' }

interface Copying {
  readonly copies: ReadonlyMap<string, string>
  readonly offset: Point
  readonly names: ReadonlyMap<string, string>
}

function copied({ id, registers }: Element, { copies, offset, names }: Copying): Creation {
  const held: Record<string, Json> = {}
  for (const [attribute, value] of registers) {
    if (value === undefined || attribute === DOC || attribute === 'removed') continue
    held[renamed(attribute, copies)] = pointed(value, copies)
  }
  const at = placeOf(held['position'])
  if (at !== null) held['position'] = toPosition({ ...at, x: at.x + offset.x, y: at.y + offset.y })
  const name = names.get(id)
  if (name !== undefined) held['name'] = name
  const doc = registers.get(DOC)
  return {
    step: 'create',
    element: copies.get(id) ?? id,
    registers: held,
    ...(typeof doc === 'string' && doc !== '' ? { doc } : {})
  }
}

/** Give the copies of roots places among their siblings: each right behind its original. */
function placed(
  graph: Graph,
  roots: readonly Element[],
  creations: readonly Creation[],
  copies: ReadonlyMap<string, string>
): readonly Step[] {
  const orders = new Map<string, string>()
  const rekeyings: Step[] = []
  for (const parent of new Set(roots.map(root => root.parent))) {
    const siblings = shownSiblings(graph, parent)
    const family = roots.filter(root => root.parent === parent)
    const last = Math.max(
      ...family.map(({ id }) => siblings.findIndex(each => each.element === id))
    )
    const { orders: keys, rekeyed } = place(siblings, last + 1, family.length)
    for (const [nth, { id }] of family.entries()) orders.set(copies.get(id) ?? '', keys[nth] ?? '')
    rekeyings.push(...reorderSteps(rekeyed))
  }
  const steps = creations.map(step => {
    const order = orders.get(step.element)
    return order === undefined ? step : { ...step, registers: { ...step.registers, order } }
  })
  return [...steps, ...rekeyings]
}

/** `Order copy`, `total2`: names that no sibling has. */
function namesFor(graph: Graph, roots: readonly Element[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Map<string | null, Set<string>>()
  for (const { id, kind, name, parent } of roots) {
    if (name === '') continue
    const siblings = taken.get(parent) ?? new Set(graph.children(parent).map(each => each.name))
    taken.set(parent, siblings)
    const free = isMember(kind)
      ? freeName(name, siblings)
      : freeName(cut(name.replace(/ copy(?: \d+)?$/, ''), ' copy'), siblings, ' ')
    siblings.add(free)
    names.set(id, free)
  }
  return names
}

/** The places of a view are registers named by ids. */
function renamed(attribute: string, copies: ReadonlyMap<string, string>): string {
  const copy = attribute.startsWith('at:') ? copies.get(attribute.slice(3)) : undefined
  return copy === undefined ? attribute : `at:${copy}`
}

/** A value in which ids of the originals are those of the copies. */
function pointed(value: Json, copies: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return copies.get(value) ?? value
  if (Array.isArray(value)) return value.map(item => pointed(item as Json, copies))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, Json]) => [key, pointed(item, copies)])
  )
}
