/**
 * All lines of one direction, upright or level, side by side in their channels.
 *
 * Lines whose channels overlap are placed together; what is touched by a change is placed anew, the
 * rest keeps its place. The outcome is the same as if all were placed at once.
 */
import type { Reach } from '@/canvas/routing/geometry'
import type { Obstacles } from '@/canvas/routing/obstacles'
import { byWish, type Lane } from '@/canvas/routing/order'
import { placed } from '@/canvas/routing/placing'
import { Plane } from '@/canvas/routing/plane'
import { channelOf, isSameWay, placeOf, type Way } from '@/canvas/routing/way'

type Direction = 'upright' | 'level'

export class Lanes {
  readonly #parity: number
  readonly #plane = new Plane<Lane>()
  readonly #lanes = new Map<string, readonly Lane[]>()
  readonly #places = new Map<Lane, number>()

  constructor(direction: Direction) {
    this.#parity = direction === 'upright' ? 1 : 0
  }

  /** Put the lines of an edge into their channels; where it has the same already, nothing is touched. */
  put(way: Way, obstacles: Obstacles, touched: Lane[]): void {
    const lanes: Lane[] = []
    for (let line = this.#parity; line < way.at.length; line += 2) {
      lanes.push(laneOf(way, line, obstacles))
    }
    const before = this.#lanes.get(way.id)
    if (before !== undefined && areSame(before, lanes)) return
    this.remove(way.id, touched)
    this.#lanes.set(way.id, lanes)
    for (const lane of lanes) this.#plane.add(lane)
    touched.push(...lanes)
  }

  /** Take the lines of an edge away; those beside it are touched by that. */
  remove(id: string, touched: Lane[]): void {
    const lanes = this.#lanes.get(id)
    if (lanes === undefined) return
    this.#lanes.delete(id)
    for (const lane of lanes) {
      this.#plane.remove(lane)
      this.#places.delete(lane)
    }
    for (const lane of lanes) touched.push(...this.#near(lane))
  }

  /** The edges that have a lane here. */
  edgesAt({ left, top, right, bottom }: Reach): readonly string[] {
    return this.#plane.within(left, top, right, bottom).map(({ way }) => way.id)
  }

  /** Where the lines of an edge were placed, in their order. */
  placesOf(id: string): readonly number[] {
    const lanes = this.#lanes.get(id) ?? []
    return lanes.map(lane => this.#places.get(lane) ?? lane.channel.wish)
  }

  /** Place what is touched, one group after the other, until nothing is; tells the edges that moved. */
  *place(touched: Lane[]): Generator<ReadonlySet<string>> {
    const seen = new Set<Lane>()
    for (let lane = touched.pop(); lane !== undefined; lane = touched.pop()) {
      if (seen.has(lane) || this.#lanes.get(lane.way.id)?.includes(lane) !== true) continue
      yield this.#settle(this.#group(lane, seen))
    }
  }

  #settle(group: readonly Lane[]): ReadonlySet<string> {
    const moved = new Set<string>()
    for (const [lane, place] of placed(group)) {
      if (this.#places.get(lane) === place) continue
      this.#places.set(lane, place)
      moved.add(lane.way.id)
    }
    return moved
  }

  /** All lanes that hang together with one, in an order of their own. */
  #group(first: Lane, seen: Set<Lane>): readonly Lane[] {
    const group = [first]
    seen.add(first)
    for (const lane of group) {
      for (const near of this.#near(lane)) {
        if (seen.has(near)) continue
        seen.add(near)
        group.push(near)
      }
    }
    return group.sort(byWish)
  }

  #near({ reach: { left, top, right, bottom } }: Lane): readonly Lane[] {
    return this.#plane.within(left, top, right, bottom)
  }
}

function areSame(before: readonly Lane[], lanes: readonly Lane[]): boolean {
  return before.length === lanes.length && before.every((lane, nth) => isSame(lane, lanes[nth]))
}

function isSame(one: Lane, other: Lane | undefined): boolean {
  return (
    other !== undefined &&
    isSameWay(one.way, other.way) &&
    one.channel.low === other.channel.low &&
    one.channel.high === other.channel.high &&
    one.channel.wish === other.channel.wish
  )
}

/** Lines nearer than this to each other's ends are placed together. */
const PAD = 6

function laneOf(way: Way, line: number, obstacles: Obstacles): Lane {
  const channel = channelOf(way, line, obstacles)
  const before = placeOf(way, line - 1)
  const next = placeOf(way, line + 1)
  const start = Math.min(before, next)
  const stop = Math.max(before, next)
  const low = channel.low - 1
  const high = channel.high + 1
  const reach =
    line % 2 === 1
      ? { left: low, top: start - PAD, right: high, bottom: stop + PAD }
      : { left: start - PAD, top: low, right: stop + PAD, bottom: high }
  return { way, line, channel, start, stop, reach }
}
