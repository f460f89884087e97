/** Places for a few new cards, near what they are linked to; nothing that stands is moved. */
import { APART, freeCorner } from '@/canvas/layout/free'
import { type LayoutEdge, type Places, snapped } from '@/canvas/layout/request'
import type { Box, Point } from '@/canvas/routing/geometry'

export interface Newcomer {
  readonly id: string
  readonly w: number
  readonly h: number
}

export interface Neighbourhood {
  /** Every card that stands, by its id. */
  readonly standing: ReadonlyMap<string, Box>
  readonly edges: readonly LayoutEdge[]
  /** Where cards go that are linked to nothing that stands. */
  readonly otherwise: Point
}

/** Each card beside its neighbours: left of what it refers to, right of what refers to it. */
export function placeNew(
  newcomers: readonly Newcomer[],
  { standing, edges, otherwise }: Neighbourhood
): Places {
  const boxes = new Map(standing)
  const places = new Map<string, Point>()
  for (const newcomer of newcomers) {
    const wished = wishes(newcomer, edges, boxes)
    const corner = snapped(wished.length === 0 ? otherwise : middle(wished))
    const place = freeCorner({ ...corner, w: newcomer.w, h: newcomer.h }, [...boxes.values()])
    places.set(newcomer.id, place)
    boxes.set(newcomer.id, { ...place, w: newcomer.w, h: newcomer.h })
  }
  return places
}

/** Where each of its neighbours would have it. */
function wishes(
  { id, w }: Newcomer,
  edges: readonly LayoutEdge[],
  boxes: ReadonlyMap<string, Box>
): readonly Point[] {
  const wished: Point[] = []
  for (const { from, to } of edges) {
    const referred = from === id ? boxes.get(to) : undefined
    const referring = to === id ? boxes.get(from) : undefined
    if (referred !== undefined) wished.push({ x: referred.x - 2 * APART - w, y: referred.y })
    if (referring !== undefined) {
      wished.push({ x: referring.x + referring.w + 2 * APART, y: referring.y })
    }
  }
  return wished
}

function middle(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }))
  return { x: sum.x / points.length, y: sum.y / points.length }
}
