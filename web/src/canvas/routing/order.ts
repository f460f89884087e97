/** Which of two lines in one channel goes first, so that their edges do not cross. */
import type { Reach } from '@/canvas/routing/geometry'
import { type Channel, isEnd, placeOf, type Way } from '@/canvas/routing/way'

/** A line of an edge in its channel. */
export interface Lane {
  readonly way: Way
  readonly line: number
  readonly channel: Channel
  readonly start: number
  readonly stop: number
  readonly reach: Reach
}

/** Stronger than all crossings: there is no room the other way round. */
const FORCED = 1_000

/** Ends that belong so far apart never change sides, whatever they cross. */
const ROWS_APART = 12

/** In which order lanes are placed across their channel. */
export function ordered(lanes: readonly Lane[]): readonly Lane[] {
  const order: Lane[] = []
  for (const lane of [...lanes].sort(byWish)) order.splice(bestPlace(lane, order), 0, lane)
  return order
}

/** Lanes by where they would be alone, the same whatever was done before. */
export function byWish(one: Lane, other: Lane): number {
  return (
    one.channel.wish - other.channel.wish ||
    one.start - other.start ||
    one.stop - other.stop ||
    (one.way.id < other.way.id ? -1 : one.way.id > other.way.id ? 1 : one.line - other.line)
  )
}

/** Below zero if the first lane goes before the other; by how many crossings. */
function preference(one: Lane, other: Lane): number {
  const apart = one.channel.wish - other.channel.wish
  if (one.channel.high < other.channel.low) return -FORCED
  if (other.channel.high < one.channel.low) return FORCED
  if (one.way === other.way) return FORCED * Math.sign(apart)
  if (isEnd(one.way, one.line) && isEnd(other.way, other.line) && Math.abs(apart) >= ROWS_APART)
    return FORCED * Math.sign(apart)
  if (one.start >= other.stop || other.start >= one.stop) return 0
  return parting(one, other, -1) + parting(one, other, 1)
}

function bestPlace(lane: Lane, order: readonly Lane[]): number {
  let best = order.length
  let least = 0
  let cost = 0
  for (let place = order.length - 1; place >= 0; place -= 1) {
    cost += preference(lane, order[place] as Lane)
    if (cost < least) {
      least = cost
      best = place
    }
  }
  return best
}

/** One of two edges that go the same way. */
interface Traveller {
  readonly way: Way
  line: number
  /** 1 along the edge, -1 against it. */
  readonly step: number
}

/** How two edges part that go side by side towards lower or higher places: -1 if the first is before. */
function parting(one: Lane, other: Lane, towards: number): number {
  const first = traveller(one, towards)
  const second = traveller(other, towards)
  let heading = towards
  let sense = 1
  for (;;) {
    const end = placeOf(first.way, first.line + first.step)
    const otherEnd = placeOf(second.way, second.line + second.step)
    const turn = turnOf(first)
    const otherTurn = turnOf(second)
    if (end !== otherEnd) return sense * (heading * (end - otherEnd) < 0 ? turn : -otherTurn)
    if (turn !== otherTurn) return sense * Math.sign(turn - otherTurn)
    if (turn === 0) return 0
    sense *= -heading * turn
    heading = turn
    first.line += first.step
    second.line += second.step
  }
}

function traveller({ way, line }: Lane, towards: number): Traveller {
  const isRising = placeOf(way, line + 1) >= placeOf(way, line - 1)
  return { way, line, step: isRising === towards > 0 ? 1 : -1 }
}

/** To which side an edge turns where its line ends; 0 at a card. */
function turnOf({ way, line, step }: Traveller): number {
  const next = line + step
  if (next < 0 || next >= way.at.length) return 0
  return Math.sign(placeOf(way, next + step) - placeOf(way, line))
}
