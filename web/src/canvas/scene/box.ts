/** Points and boxes of the canvas, in its own units: one is a pixel at zoom 1. */
import { GRID } from '@/model/box'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly w: number
  readonly h: number
}

export interface Box extends Point, Size {}

/** What positions and sizes are whole steps of. */
export const STEP = GRID

/** The smallest box around all of them; null around nothing. */
export function around(boxes: Iterable<Box>): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, w, h } of boxes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + w)
    bottom = Math.max(bottom, y + h)
  }
  return left > right ? null : { x: left, y: top, w: right - left, h: bottom - top }
}

/** The box with a margin on all sides; a negative one makes it smaller. */
export function padded({ x, y, w, h }: Box, margin: number): Box {
  return { x: x - margin, y: y - margin, w: w + 2 * margin, h: h + 2 * margin }
}

export function holds({ x, y, w, h }: Box, point: Point): boolean {
  return point.x >= x && point.x <= x + w && point.y >= y && point.y <= y + h
}

export function encloses(outer: Box, { x, y, w, h }: Box): boolean {
  return x >= outer.x && y >= outer.y && x + w <= outer.x + outer.w && y + h <= outer.y + outer.h
}

/** Tell whether two boxes share a point; edges count. */
export function touches(one: Box, other: Box): boolean {
  return (
    one.x <= other.x + other.w &&
    other.x <= one.x + one.w &&
    one.y <= other.y + other.h &&
    other.y <= one.y + one.h
  )
}

export function isSameBox(one: Box | null | undefined, other: Box | null | undefined): boolean {
  if (!one || !other) return !one && !other
  return one.x === other.x && one.y === other.y && one.w === other.w && one.h === other.h
}

export function centreOf({ x, y, w, h }: Box): Point {
  return { x: x + w / 2, y: y + h / 2 }
}

/** The next whole step that is not less; never minus zero. */
export function stepUp(length: number): number {
  return Math.ceil(length / STEP) * STEP + 0
}

/** The nearest whole step. */
export function stepped(length: number): number {
  return Math.round(length / STEP) * STEP + 0
}
