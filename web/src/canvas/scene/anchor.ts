/** Where edges meet cards: at the height of a line, or of the header. */
import { type Box, centreOf, type Point } from '@/canvas/scene/box'
import { LINE } from '@/canvas/scene/face'
import type { CardShape, EdgeShape } from '@/canvas/scene/shapes'

const HEADER_HANDLE = 17
const FIRST_LINE_HANDLE = 47

/** How far below the top of a card the handle of a line is; null asks for that of the card. */
function handleOf(row: number | null): number {
  return row === null ? HEADER_HANDLE : FIRST_LINE_HANDLE + LINE * row
}

/** An edge as a straight line between the sides that face each other. */
export function straight(
  { sourceRow }: Pick<EdgeShape, 'sourceRow'>,
  source: Pick<CardShape, 'box'>,
  target: Pick<CardShape, 'box'>
): readonly [Point, Point] {
  const isRightward = centreOf(source.box).x <= centreOf(target.box).x
  return [
    meeting(source.box, handleOf(sourceRow), isRightward),
    meeting(target.box, handleOf(null), !isRightward)
  ]
}

function meeting({ x, y, w }: Box, handle: number, isAtRight: boolean): Point {
  return { x: isAtRight ? x + w : x, y: y + handle }
}
