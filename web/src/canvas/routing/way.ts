/** An edge on its course: its lines, where they begin and end, and how far each may move aside. */
import type { Course } from '@/canvas/routing/course'
import type { Pair, Ports } from '@/canvas/routing/ends'
import { between, MARGIN, STRAIGHT, STUB } from '@/canvas/routing/geometry'
import type { Obstacles, Standing } from '@/canvas/routing/obstacles'

/** `at` is as in a course: even lines are level, odd ones upright. */
export interface Way {
  readonly id: string
  readonly pair: Pair
  readonly course: Course
  readonly at: readonly number[]
}

/** Between what a line may be placed, and where it would be if it were alone. */
export interface Channel {
  readonly low: number
  readonly high: number
  readonly wish: number
}

/** A line moves aside no further than this. */
export const SWAY = 64
/** A line keeps so much more than the margin from a card, where there is room. */
const EASE = 12
/** Ends at the handle of a card spread down its side no further than this. */
const SPREAD = 5 * 14

/** Where the line before or after begins: the place of its neighbour, or of the card. */
export function placeOf({ course, at }: Way, line: number): number {
  if (line < 0) return course.from.x
  return at[line] ?? course.to.x
}

export function isSameWay(one: Way, other: Way): boolean {
  return (
    one.course.from.x === other.course.from.x &&
    one.course.to.x === other.course.to.x &&
    one.course.from.side === other.course.from.side &&
    one.course.to.side === other.course.to.side &&
    one.at.length === other.at.length &&
    one.at.every((place, line) => place === other.at[line])
  )
}

/** Whether a line begins or stops at a card. */
export function isEnd({ at }: Way, line: number): boolean {
  return line === 0 || line === at.length - 1
}

/** The course with every line in the middle of its channel. */
export function centred(id: string, pair: Pair, course: Course, obstacles: Obstacles): Way {
  const at = [...course.at]
  const way = { id, pair, course, at }
  for (const parity of [1, 0]) {
    for (let line = parity; line < at.length; line += 2) {
      if (line > 0 && line < at.length - 1) at[line] = channelOf(way, line, obstacles).wish
    }
  }
  return way
}

export function channelOf(way: Way, line: number, obstacles: Obstacles): Channel {
  const place = placeOf(way, line)
  const open = free(way, line, obstacles)
  straighten(open, way, line)
  if (isEnd(way, line)) return end(open, way, line)
  const wish = wishOf(open, place)
  for (const neighbour of [line - 2, line + 2]) {
    if (neighbour < 0 || neighbour >= way.at.length) continue
    const middle = (placeOf(way, neighbour) + place) / 2
    if (middle < place) open.low = Math.max(open.low, middle)
    if (middle > place) open.high = Math.min(open.high, middle)
  }
  return { ...open, wish: between(open.low, wish, open.high) }
}

interface Opening {
  low: number
  high: number
}

/** From the nearest card on one side to the nearest on the other. */
function free(way: Way, line: number, obstacles: Obstacles): Opening {
  const place = placeOf(way, line)
  const start = Math.min(placeOf(way, line - 1), placeOf(way, line + 1))
  const stop = Math.max(placeOf(way, line - 1), placeOf(way, line + 1))
  const open = { low: place - SWAY, high: place + SWAY }
  const isUpright = line % 2 === 1
  const cards = isUpright
    ? obstacles.within(open.low, start, open.high, stop)
    : obstacles.within(start, open.low, stop, open.high)
  for (const card of cards) {
    if (isOwn(card, way, line)) continue
    const near = isUpright ? card.reach.left : card.reach.top
    const far = isUpright ? card.reach.right : card.reach.bottom
    if (far <= place) open.low = Math.max(open.low, far)
    else if (near >= place) open.high = Math.min(open.high, near)
  }
  return open
}

/** The first and the last line begin at the border of a card, inside its margin. */
function isOwn(card: Standing, { pair, at }: Way, line: number): boolean {
  return (
    (line === 0 && card.id === pair.from.card.id) ||
    (line === at.length - 1 && card.id === pair.to.card.id)
  )
}

/** The upright lines next to a card leave room for what stands at the end of the edge. */
function straighten(open: Opening, way: Way, line: number): void {
  const { from, to } = way.course
  if (line === 1) keepOff(open, from.x, placeOf(way, line), from.side === 'right')
  if (line === way.at.length - 2) keepOff(open, to.x, placeOf(way, line), to.side === 'right')
}

function keepOff(open: Opening, card: number, place: number, isRight: boolean): void {
  const distance = Math.abs(place - card)
  const least = distance >= STUB ? STRAIGHT : Math.min(STRAIGHT, distance / 2)
  if (isRight) open.low = Math.max(open.low, card + least)
  else open.high = Math.min(open.high, card - least)
}

/** An end keeps to its row, or to the upper part of its card. */
function end(open: Opening, way: Way, line: number): Channel {
  const wish = placeOf(way, line)
  if (line === 0) fix(open, way.pair.from, wish)
  if (line === way.at.length - 1) fix(open, way.pair.to, wish)
  return { low: Math.min(open.low, wish), high: Math.max(open.high, wish), wish }
}

function fix(open: Opening, { card, row }: Ports, wish: number): void {
  const { y, h } = card.box
  const top = row === null ? y + MARGIN : wish
  const bottom = row === null ? y + Math.min(h - MARGIN, SPREAD) : wish
  open.low = Math.max(open.low, top)
  open.high = Math.min(open.high, bottom)
}

function wishOf({ low, high }: Opening, place: number): number {
  if (high - low <= 2 * EASE) return (low + high) / 2
  const isNarrow = low > place - SWAY && high < place + SWAY
  return isNarrow ? (low + high) / 2 : between(low + EASE, place, high - EASE)
}
