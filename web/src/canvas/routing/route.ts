/** An edge as it is drawn: corners, the path through them, and what stands at its ends. */
import { type Point, RADIUS, type Reach, type Side } from '@/canvas/routing/geometry'
import { placeOf, type Way } from '@/canvas/routing/way'

/** Every line is level or upright, the first and the last are level. */
export interface Route {
  readonly id: string
  readonly points: readonly Point[]
  readonly sides: { readonly from: Side; readonly to: Side }
}

/** Where an end meets its card, and the side of the card it is on: glyphs point away from it. */
export interface EndGlyph {
  readonly point: Point
  readonly side: Side
}

/** Where a number stands beside its end: the middle of its height, and the end of it that is at `x`. */
export interface LabelPoint extends Point {
  readonly anchor: 'start' | 'end'
}

export interface BothEnds<Item> {
  readonly from: Item
  readonly to: Item
}

/** A number stands so far from the card, and from the line. */
const LABEL_OFF = { card: 6, line: 10 } as const

/** The route of a way whose lines were placed; corners that are none are left out. */
export function routeOf(way: Way, at: readonly number[]): Route {
  const { from, to } = way.course
  const placed = { ...way, at }
  const points: Point[] = []
  for (let line = 0; line < at.length; line += 2) {
    const y = placeOf(placed, line)
    add(points, { x: placeOf(placed, line - 1), y })
    add(points, { x: placeOf(placed, line + 1), y })
  }
  return { id: way.id, points, sides: { from: from.side, to: to.side } }
}

export function isSameRoute(one: Route, other: Route): boolean {
  return (
    one.sides.from === other.sides.from &&
    one.sides.to === other.sides.to &&
    one.points.length === other.points.length &&
    one.points.every((point, nth) => isSamePoint(point, other.points[nth]))
  )
}

/** The path of a route with round corners, as SVG writes it. */
export function pathOf({ points }: Route): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const parts = [`M${first.x} ${first.y}`]
  for (const [nth, point] of rest.entries()) {
    const before = points[nth] as Point
    const next = rest[nth + 1]
    parts.push(next === undefined ? `L${point.x} ${point.y}` : corner(before, point, next))
  }
  return parts.join('')
}

export function glyphsOf({ points, sides }: Route): BothEnds<EndGlyph> | null {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return null
  return {
    from: { point: first, side: sides.from },
    to: { point: last, side: sides.to }
  }
}

/** Numbers stand outside the card, on the side of the line that the edge does not turn to. */
export function labelPoints({ points, sides }: Route): BothEnds<LabelPoint> | null {
  const [first, ...rest] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return null
  return {
    from: beside(first, sides.from, rest.find(({ y }) => y !== first.y)?.y ?? first.y),
    to: beside(last, sides.to, points.findLast(({ y }) => y !== last.y)?.y ?? last.y)
  }
}

/** The route that runs nearest to a point, no further away than the tolerance; null if none does. */
export function hitTest(routes: Iterable<Route>, point: Point, tolerance: number): Route | null {
  let nearest: Route | null = null
  let least = tolerance
  for (const route of routes) {
    const distance = distanceTo(route, point)
    if (distance > least || (distance === least && nearest !== null)) continue
    least = distance
    nearest = route
  }
  return nearest
}

function distanceTo({ points }: Route, { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY
  for (const [nth, end] of points.entries()) {
    const start = points[nth - 1] ?? end
    const aside = outside(x, start.x, end.x)
    const above = outside(y, start.y, end.y)
    least = Math.min(least, Math.hypot(aside, above))
  }
  return least
}

/** Whether a route runs through an area, more than along its border. */
export function cuts({ points }: Route, { left, top, right, bottom }: Reach): boolean {
  return points.some((end, nth) => {
    const start = points[nth - 1] ?? end
    return (
      Math.min(start.x, end.x) < right &&
      Math.max(start.x, end.x) > left &&
      Math.min(start.y, end.y) < bottom &&
      Math.max(start.y, end.y) > top
    )
  })
}

function outside(value: number, one: number, other: number): number {
  return Math.max(0, Math.min(one, other) - value, value - Math.max(one, other))
}

function add(points: Point[], point: Point): void {
  const last = points.at(-1)
  const before = points.at(-2)
  if (last !== undefined && isSamePoint(last, point)) return
  if (last !== undefined && before !== undefined && isBetween(last, before, point)) points.pop()
  points.push(point)
}

function isBetween(point: Point, one: Point, other: Point): boolean {
  const isLevel = one.y === point.y && point.y === other.y
  const isUpright = one.x === point.x && point.x === other.x
  return (
    (isLevel || isUpright) &&
    outside(point.x, one.x, other.x) + outside(point.y, one.y, other.y) === 0
  )
}

function isSamePoint(one: Point, other: Point | undefined): boolean {
  return one.x === other?.x && one.y === other.y
}

function corner(before: Point, point: Point, next: Point): string {
  const radius = Math.min(RADIUS, length(before, point) / 2, length(point, next) / 2)
  const start = towards(point, before, radius)
  const end = towards(point, next, radius)
  return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`
}

function length(one: Point, other: Point): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y)
}

function towards(point: Point, other: Point, distance: number): Point {
  return {
    x: point.x + Math.sign(other.x - point.x) * distance,
    y: point.y + Math.sign(other.y - point.y) * distance
  }
}

function beside({ x, y }: Point, side: Side, turnsTo: number): LabelPoint {
  const off = turnsTo < y ? LABEL_OFF.line : -LABEL_OFF.line
  return side === 'left'
    ? { x: x - LABEL_OFF.card, y: y + off, anchor: 'end' }
    : { x: x + LABEL_OFF.card, y: y + off, anchor: 'start' }
}
