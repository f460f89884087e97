/** The edges that leave a card: what its fields point at, what it extends, what it brings about. */
import { idsIn, isReference, namesTarget } from '@/canvas/scene/register'
import type { CardFace, EdgeEnd, EdgeKind, EdgeShape, Glyph } from '@/canvas/scene/shapes'
import { isSame } from '@/model/change'
import { ONE, type Range, rangeOf } from '@/model/fieldline/range'
import type { Element, Graph } from '@/model/graph'

/** Which card shows an element; undefined where none does. */
export type CardOf = (id: string) => string | undefined

const ANY: Range = [0, null]
const NO_END: EdgeEnd = { glyph: 'none', count: null }
const ARROW: EdgeEnd = { glyph: 'arrow', count: null }
const TRIANGLE: EdgeEnd = { glyph: 'triangle', count: null }
const THINGS: ReadonlySet<string> = new Set(['aggregate', 'entity'])

/** All edges that a card's own elements say; those that say the same as before are kept. */
export function edgesFrom(
  graph: Graph,
  card: Element,
  face: CardFace,
  cardOf: CardOf,
  former: ReadonlyMap<string, EdgeShape>
): readonly EdgeShape[] {
  const edges = [...fieldEdges(graph, card, face, cardOf), ...spokenEdges(graph, card, cardOf)]
  return edges.map(edge => {
    const before = former.get(edge.id)
    return before !== undefined && isSameEdge(edge, before) ? before : edge
  })
}

function* fieldEdges(
  graph: Graph,
  card: Element,
  face: CardFace,
  cardOf: CardOf
): Iterable<EdgeShape> {
  for (const field of graph.children(card.id)) {
    if (field.kind !== 'field') continue
    const to = namesTarget(field.registers.get('type'))
    const target = to === null ? undefined : graph.get(to)
    const shownBy = target && cardOf(target.id)
    if (target === undefined || shownBy === undefined) continue
    const sourceRow = face.isCollapsed ? null : rowOf(face, field.id)
    yield fieldEdge(field, { source: card.id, target: shownBy, sourceRow }, target)
  }
}

/** The line of a field; of one that is folded away, the line that says how many are. */
function rowOf({ lines }: CardFace, field: string): number {
  const row = lines.findIndex(({ id }) => id === field)
  return row < 0 ? lines.length : row
}

type Way = Pick<EdgeShape, 'source' | 'target' | 'sourceRow'>

function fieldEdge(field: Element, way: Way, target: Element): EdgeShape {
  const kind = kindOfField(field, target)
  const said = { id: field.id, element: field.id, ...way, kind, isQuiet: kind === 'value' }
  if (kind === 'value') return { ...said, sourceEnd: NO_END, targetEnd: NO_END }
  const inverse = rangeOf(field.registers.get('inverseCardinality'))
  return {
    ...said,
    sourceEnd:
      kind === 'part' ? { glyph: 'part', count: inverse ?? ONE } : countedEnd(inverse ?? ANY),
    targetEnd: countedEnd(farEnd(field))
  }
}

function kindOfField(field: Element, target: Element): EdgeKind {
  if (!THINGS.has(target.kind)) return 'value'
  return isReference(field.registers.get('type')) ? 'reference' : 'part'
}

/** How many a field points at; what may be absent may be none. */
function farEnd({ registers }: Element): Range {
  const [least, most] = rangeOf(registers.get('cardinality')) ?? ONE
  return [registers.get('optional') === true ? 0 : least, most]
}

function countedEnd(count: Range): EdgeEnd {
  return { glyph: glyphOf(count), count }
}

function glyphOf([least, most]: Range): Glyph {
  if (most === null || most > 1) return least > 0 ? 'many' : 'any'
  return least > 0 ? 'one' : 'maybe'
}

/** What a card, or a chip of it, says in a register of its own; once for each pair of cards. */
function spokenEdges(graph: Graph, card: Element, cardOf: CardOf): Iterable<EdgeShape> {
  const chips = card.kind === 'aggregate' ? graph.children(card.id) : []
  const said = [card, ...chips].flatMap(element => [...messages(graph, element, cardOf)])
  const edges = new Map<string, EdgeShape>()
  for (const edge of [...extensions(card, cardOf), ...said]) {
    if (!edges.has(edge.id)) edges.set(edge.id, edge)
  }
  return edges.values()
}

function* extensions(card: Element, cardOf: CardOf): Iterable<EdgeShape> {
  const { registers } = card
  for (const id of new Set([
    ...idsIn(registers.get('extends')),
    ...idsIn(registers.get('mixins'))
  ])) {
    if (id === card.id || cardOf(id) !== id) continue
    yield spoken(card.id, 'extends', [card.id, id])
  }
}

/** What a command makes happen and who gives it; what a read model is made of. */
function* messages(graph: Graph, element: Element, cardOf: CardOf): Iterable<EdgeShape> {
  const { id, kind, registers } = element
  const ways: (readonly [string, string])[] = []
  if (kind === 'command') {
    ways.push(...idsIn(registers.get('emits')).map(event => [id, event] as const))
    ways.push(...idsIn(registers.get('actor')).map(actor => [actor, id] as const))
  } else if (kind === 'readModel') {
    ways.push(...idsIn(registers.get('handles')).map(event => [event, id] as const))
  }
  for (const way of ways) {
    const [source, target] = way.map(end => (graph.get(end) ? cardOf(end) : undefined))
    if (source === undefined || target === undefined || source === target) continue
    yield spoken(id, 'emits', [source, target])
  }
}

function spoken(
  element: string,
  kind: EdgeKind,
  [source, target]: readonly [string, string]
): EdgeShape {
  return {
    id: `${kind}:${source}>${target}`,
    element,
    source,
    target,
    sourceRow: null,
    kind,
    sourceEnd: NO_END,
    targetEnd: kind === 'emits' ? ARROW : TRIANGLE,
    isQuiet: false
  }
}

function isSameEdge(one: EdgeShape, other: EdgeShape): boolean {
  return (
    one.source === other.source &&
    one.target === other.target &&
    one.sourceRow === other.sourceRow &&
    one.kind === other.kind &&
    one.element === other.element &&
    isSameEnd(one.sourceEnd, other.sourceEnd) &&
    isSameEnd(one.targetEnd, other.targetEnd)
  )
}

function isSameEnd(one: EdgeEnd, other: EdgeEnd): boolean {
  return one.glyph === other.glyph && isSame(one.count ?? undefined, other.count ?? undefined)
}
