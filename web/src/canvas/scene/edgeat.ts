/** Which edge is under a pointer, where edges are not elements of the page. */
import { straight } from '@/canvas/scene/anchor'
import type { Point } from '@/canvas/scene/box'
import type { CardShape, EdgeShape } from '@/canvas/scene/shapes'

interface Wired {
  readonly cards: ReadonlyMap<string, CardShape>
  readonly edges: ReadonlyMap<string, EdgeShape>
}

/** The points of an edge's way, by its id; undefined where it is drawn as a straight line. */
type LineOf = (edge: string) => readonly Point[] | undefined

/** The nearest edge within reach of a point; `reach` is in units of the canvas. */
export function edgeAt(
  scene: Wired,
  point: Point,
  reach: number,
  lineOf: LineOf
): EdgeShape | undefined {
  let nearest: EdgeShape | undefined
  let least = reach
  for (const edge of scene.edges.values()) {
    const away = distance(point, lineOf(edge.id) ?? between(scene, edge), least)
    if (away > least || (away === least && nearest !== undefined)) continue
    nearest = edge
    least = away
  }
  return nearest
}

function between({ cards }: Wired, edge: EdgeShape): readonly Point[] {
  const [source, target] = [cards.get(edge.source), cards.get(edge.target)]
  return source && target ? straight(edge, source, target) : []
}

/** From a point to the nearest of a row of segments; those farther than `least` are not measured. */
function distance(point: Point, line: readonly Point[], least: number): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let next = 1; next < line.length; next += 1) {
    const [from, to] = [line[next - 1], line[next]]
    if (from === undefined || to === undefined || isFar(point, from, to, least)) continue
    nearest = Math.min(nearest, toSegment(point, from, to))
  }
  return nearest
}

function isFar({ x, y }: Point, from: Point, to: Point, least: number): boolean {
  return (
    x < Math.min(from.x, to.x) - least ||
    x > Math.max(from.x, to.x) + least ||
    y < Math.min(from.y, to.y) - least ||
    y > Math.max(from.y, to.y) + least
  )
}

function toSegment(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
  const part = Math.min(1, Math.max(0, along))
  return Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy)
}
