/** Free space among what stands. */
import type { Box, Point } from '@/canvas/routing/geometry'
import { STEP, stepUp } from '@/canvas/scene/box'

/** What is put somewhere keeps so far from what stands there. */
const APART = 48
/** How far from where it would be a place is looked for, at first. */
const NEAR = 400

interface Blocker {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The corner nearest to where a box would be, at which it lies on nothing. */
export function freeCorner(wanted: Box, standing: readonly Box[]): Point {
  const blockers = standing.map(({ x, y, w, h }) => ({
    left: x - APART - wanted.w,
    top: y - APART - wanted.h,
    right: x + w + APART,
    bottom: y + h + APART
  }))
  const corner = { x: wanted.x, y: wanted.y }
  if (isFree(corner, blockers)) return corner
  for (let reach = NEAR; ; reach *= 2) {
    const near = blockers.filter(blocker => isNear(corner, blocker, reach))
    const found = nearest(corner, near, reach)
    if (found !== null) return found
  }
}

/** The nearest of all free corners beside what is near, no further away than the reach. */
function nearest({ x, y }: Point, near: readonly Blocker[], reach: number): Point | null {
  const xs = within(x, reach, [
    x,
    ...near.flatMap(({ left, right }) => [down(left), stepUp(right)])
  ])
  const ys = within(y, reach, [
    y,
    ...near.flatMap(({ top, bottom }) => [down(top), stepUp(bottom)])
  ])
  let best: Point | null = null
  let least = Number.POSITIVE_INFINITY
  for (const column of xs) {
    for (const row of ys) {
      const distance = Math.abs(column - x) + Math.abs(row - y)
      if (distance >= least || !isFree({ x: column, y: row }, near)) continue
      best = { x: column, y: row }
      least = distance
    }
  }
  return best
}

function isFree({ x, y }: Point, blockers: readonly Blocker[]): boolean {
  return blockers.every(
    ({ left, top, right, bottom }) => x <= left || x >= right || y <= top || y >= bottom
  )
}

function isNear({ x, y }: Point, { left, top, right, bottom }: Blocker, reach: number): boolean {
  return x + reach >= left && x - reach <= right && y + reach >= top && y - reach <= bottom
}

function within(value: number, reach: number, values: readonly number[]): readonly number[] {
  const distinct = [...new Set(values)].filter(one => Math.abs(one - value) <= reach)
  return distinct.sort(
    (one, other) => Math.abs(one - value) - Math.abs(other - value) || one - other
  )
}

function down(value: number): number {
  return Math.floor(value / STEP) * STEP
}
