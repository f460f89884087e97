/** The plane that edges run in: points, boxes, sides, and the distances of look.md. */

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A box by its four borders: how far something reaches. */
export interface Reach {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The side of a card an edge is fixed to. */
export type Side = 'left' | 'right'

/** Nothing but its own ends comes nearer to a card than this. */
export const MARGIN = 8
/** An edge goes straight for this long at both ends, for the glyphs that stand there. */
export const STRAIGHT = 18
/** Corners are round by this radius where there is room. */
export const RADIUS = 8
/** Where an edge turns first, if the neighbour is far enough. */
export const STUB = STRAIGHT + RADIUS
/** From edge to edge in one channel, where there is room. */
export const LANE = 16

/** The handle of a card below its top, and of its first row; further rows follow at `ROW`. */
const CARD_HANDLE = 17
const FIRST_ROW = 47
const ROW = 22

/** How far below the top of a card the handle of a row is; null asks for the handle of the card. */
export function handleOf(row: number | null, height: number): number {
  if (row === null) return Math.min(CARD_HANDLE, height / 2)
  const handle = FIRST_ROW + ROW * row
  return handle <= height - 4 ? handle : Math.min(CARD_HANDLE, height / 2)
}

/** What a box keeps free around itself. */
export function around(box: Box, margin: number): Reach {
  return {
    left: box.x - margin,
    top: box.y - margin,
    right: box.x + box.w + margin,
    bottom: box.y + box.h + margin
  }
}

/** Whether two reaches share at least a border. */
export function touch(one: Reach, other: Reach): boolean {
  return (
    one.left <= other.right &&
    other.left <= one.right &&
    one.top <= other.bottom &&
    other.top <= one.bottom
  )
}

export function sameBox(one: Box, other: Box): boolean {
  return one.x === other.x && one.y === other.y && one.w === other.w && one.h === other.h
}

export function between(low: number, value: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high))
}
