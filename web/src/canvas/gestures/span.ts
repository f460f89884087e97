/** The box between two corners. */
import type { Box, Point } from '@/canvas/scene/box'

export function spanned(one: Point, other: Point): Box {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    w: Math.abs(one.x - other.x),
    h: Math.abs(one.y - other.y)
  }
}
