/** A box in one direction. */
import type { Box } from '@/canvas/scene/box'

export type Axis = 'x' | 'y'

export interface Span {
  readonly from: number
  readonly to: number
}

export function spanOf(box: Box, axis: Axis): Span {
  return axis === 'x' ? { from: box.x, to: box.x + box.w } : { from: box.y, to: box.y + box.h }
}

/** Begin, middle and end: what others can be in line with. */
export function ends({ from, to }: Span): readonly [number, number, number] {
  return [from, (from + to) / 2, to]
}

/** Tell whether two spans share more than a point. */
export function overlap(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to
}
