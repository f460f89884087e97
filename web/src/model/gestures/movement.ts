/** Cards on the move: one gesture each, however many they are; a frame takes along what is in it. */
import { type Place, type Point, placeOf, toPosition } from '@/model/box'
import type { Value } from '@/model/change'
import { isSame } from '@/model/change'
import type { Step } from '@/model/edits'
import { GONE } from '@/model/gestures/declined'
import type { Element, Graph } from '@/model/graph'
import { isDrawn } from '@/model/metamodel'
import { subtreeOf } from '@/model/subtree'
import type { Outcome } from '@/model/wanted'
import { called, counted } from '@/model/wording'

/** What a drag knows beyond the registers. */
export interface Drag {
  /** Where cards and frames are drawn: a frame reaches beyond its own place, and some have none. */
  readonly drawn?: ReadonlyMap<string, Point>
  /** Aggregates that were taken by their boundary: their parts come along. Contexts always take all. */
  readonly whole?: ReadonlySet<string>
}

/** A frame is drawn around what is in it, so that its own place may be another. */
const FRAME = 'context'

/** Move cards and frames to these places; whoever drags has them snap to the grid or to others. */
export function moveCards(graph: Graph, to: ReadonlyMap<string, Point>, drag: Drag = {}): Outcome {
  return moved(graph, to, drag, 'Moved')
}

/** Move cards and frames by so much, from wherever they are. */
export function nudge(
  graph: Graph,
  ids: Iterable<string>,
  dx: number,
  dy: number,
  drag: Drag = {}
): Outcome {
  const to = new Map<string, Point>()
  for (const id of ids) {
    const from = whereIs(graph, id, drag)
    if (from !== null) to.set(id, { x: from.x + dx, y: from.y + dy })
  }
  return moved(graph, to, drag, 'Moved')
}

/** Take up the result of a layout: every place as it is given, sizes where they are given. */
export function placeAll(graph: Graph, places: ReadonlyMap<string, Place>): Outcome {
  const standing = [...places].filter(([id]) => graph.get(id) !== undefined)
  if (standing.length === 0) return GONE
  const steps = standing.flatMap(([id, place]) => {
    const held = placeOf(graph.get(id)?.registers.get('position'))
    return positionSteps(graph, id, { ...held, ...place })
  })
  return { label: `Arranged ${counted('card', standing.length)}`, steps }
}

/** The gesture that moves these, however it is called; places are taken as they are. */
export function moved(
  graph: Graph,
  to: ReadonlyMap<string, Point>,
  drag: Drag,
  verb: string
): Outcome {
  const [first, ...others] = [...to.keys()].flatMap(id => graph.get(id) ?? [])
  if (first === undefined) return GONE
  const steps = moveSteps(graph, to, drag)
  if (others.length > 0) return { label: `${verb} ${counted('card', others.length + 1)}`, steps }
  return { label: `${verb} ${called(first)}`, steps, element: first.id }
}

/** The steps that bring cards and frames to places, with what is in them. */
export function moveSteps(
  graph: Graph,
  to: ReadonlyMap<string, Point>,
  drag: Drag
): readonly Step[] {
  return [...to].flatMap(([id, target]) => {
    const element = graph.get(id)
    if (element === undefined) return []
    const inside = carriedBy(graph, element, to, drag)
    const from = whereIs(graph, id, drag) ?? target
    const by = { x: target.x - from.x, y: target.y - from.y }
    const own = ownPlace(element, target, by)
    return [
      ...(own === null && inside.length > 0 ? [] : positionSteps(graph, id, own ?? target)),
      ...inside.flatMap(([inner, place]) => positionSteps(graph, inner, shifted(place, by)))
    ]
  })
}

/** Where an element with a place of its own comes to be; null where it has none. */
function ownPlace({ kind, registers }: Element, target: Point, by: Point): Place | null {
  const held = placeOf(registers.get('position'))
  if (held === null) return null
  return kind === FRAME ? shifted(held, by) : { ...held, x: target.x, y: target.y }
}

function shifted(place: Place, by: Point): Place {
  return { ...place, x: place.x + by.x, y: place.y + by.y }
}

/** The step that puts an element at a place; none when it is there. */
function positionSteps(graph: Graph, element: string, place: Place): readonly Step[] {
  const kind = graph.get(element)?.kind
  if (kind === undefined || !isDrawn(kind)) return []
  const value = toPosition(place)
  const held: Value = graph.get(element)?.registers.get('position')
  return isSame(held, value) ? [] : [{ step: 'set', element, attribute: 'position', value }]
}

/** What comes along with a frame: all that has a place in it, and is not moved by another. */
function carriedBy(
  graph: Graph,
  frame: Element,
  to: ReadonlyMap<string, Point>,
  drag: Drag
): readonly (readonly [string, Place])[] {
  if (!carries(frame, drag)) return []
  return subtreeOf(graph, frame).flatMap(({ id, registers }) => {
    const place = placeOf(registers.get('position'))
    return place !== null && moverOf(graph, id, to, drag) === frame.id ? [[id, place] as const] : []
  })
}

/** The nearest frame around an element that is moved; null when the element is moved itself. */
function moverOf(
  graph: Graph,
  id: string,
  to: ReadonlyMap<string, Point>,
  drag: Drag
): string | null {
  if (to.has(id)) return null
  return graph.ancestors(id).find(above => to.has(above.id) && carries(above, drag))?.id ?? null
}

function carries({ id, kind }: Element, { whole }: Drag): boolean {
  return kind === FRAME || whole?.has(id) === true
}

/** Where an element is: where it is drawn, its own place, or the corner of what stands in it. */
function whereIs(graph: Graph, id: string, { drawn }: Drag): Point | null {
  const element = graph.get(id)
  if (element === undefined) return null
  const held = drawn?.get(id) ?? placeOf(element.registers.get('position'))
  if (held !== null) return { x: held.x, y: held.y }
  const inside = subtreeOf(graph, element).flatMap(
    ({ registers }) => placeOf(registers.get('position')) ?? []
  )
  if (inside.length === 0) return null
  return {
    x: Math.min(...inside.map(({ x }) => x)),
    y: Math.min(...inside.map(({ y }) => y))
  }
}
