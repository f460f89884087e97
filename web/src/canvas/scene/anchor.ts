/** Where edges meet cards: at the height of a line, or of the header. */
import { handleOf } from '@/canvas/routing/geometry'
import { type Box, centreOf, type Point } from '@/canvas/scene/box'
import type { CardShape, EdgeShape } from '@/canvas/scene/shapes'

/** An edge as a straight line between the sides that face each other. */
export function straight(
  { sourceRow }: Pick<EdgeShape, 'sourceRow'>,
  source: Pick<CardShape, 'box'>,
  target: Pick<CardShape, 'box'>
): readonly [Point, Point] {
  const isRightward = centreOf(source.box).x <= centreOf(target.box).x
  return [
    meeting(source.box, handleOf(sourceRow, source.box.h), isRightward),
    meeting(target.box, handleOf(null, target.box.h), !isRightward)
  ]
}

function meeting({ x, y, w }: Box, handle: number, isAtRight: boolean): Point {
  return { x: isAtRight ? x + w : x, y: y + handle }
}
