/**
 * The course of one edge: which way it takes around the cards, whatever other edges do.
 *
 * A course is a function of the cards inside its `region` and of nothing else. Its lines are those of
 * the shortest way with the fewest corners; `at` holds them in turn: the height of the first, level one,
 * the place of the upright one after it, and so on to the level one that enters the other card.
 */
import type { Pair, Port, Ports } from '@/canvas/routing/ends'
import { type Box, MARGIN, type Reach } from '@/canvas/routing/geometry'
import type { Obstacles, Standing } from '@/canvas/routing/obstacles'
import type { Found, Search } from '@/canvas/routing/search'

export interface Course {
  readonly from: Port
  readonly to: Port
  readonly at: readonly number[]
  readonly region: Reach
}

/** An end that may slide along its card goes straight over to one that is so near in height. */
const SLIDE = 10
/** How far around both cards a way is looked for, at first. */
const DETOUR = 120
/** And how far where there is none. */
const FAR = 720

export function courseOf(pair: Pair, obstacles: Obstacles, search: Search): Course {
  return facing(pair, obstacles) ?? searched(pair, obstacles, search)
}

/** The way between two sides that face each other: straight, or with two corners. */
function facing(pair: Pair, obstacles: Obstacles): Course | null {
  for (const from of pair.from.sides) {
    const to = pair.to.sides.find(side => face(from, side))
    if (to !== undefined) return across(pair, from, to, obstacles)
  }
  return null
}

function face(from: Port, to: Port): boolean {
  const ahead = from.side === 'right' ? to.out - from.out : from.out - to.out
  return from.side !== to.side && ahead >= 0 && from.free && to.free
}

function across(pair: Pair, from: Port, to: Port, obstacles: Obstacles): Course | null {
  const region = {
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y) - SLIDE,
    right: Math.max(from.x, to.x),
    bottom: Math.max(from.y, to.y) + SLIDE
  }
  const cards = obstacles
    .within(region.left, region.top, region.right, region.bottom)
    .filter(({ id }) => id !== pair.from.card.id && id !== pair.to.card.id)
  const level = heightOfBoth(pair, from, to)
  if (level !== null && cards.every(({ reach }) => reach.top >= level || reach.bottom <= level)) {
    return { from, to, at: [level], region }
  }
  const x = from.y === to.y ? null : turn(from, to, cards)
  return x === null ? null : { from, to, at: [from.y, x, to.y], region }
}

/** The height of a straight edge, if both ends are, or may slide to, one height. */
function heightOfBoth({ from, to }: Pair, one: Port, other: Port): number | null {
  if (one.y === other.y) return one.y
  if (Math.abs(one.y - other.y) > SLIDE) return null
  if (to.row === null && inside(to, one.y)) return one.y
  return from.row === null && inside(from, other.y) ? other.y : null
}

function inside({ card }: Ports, y: number): boolean {
  return y >= card.box.y + MARGIN && y <= card.box.y + card.box.h - MARGIN
}

/** Where a way with two corners turns: free of cards, and nearest to the middle. */
function turn(from: Port, to: Port, cards: readonly Standing[]): number | null {
  const [first, second] = from.side === 'right' ? [from, to] : [to, from]
  const low = Math.max(first.out, ...passed(second.y, cards).map(({ reach }) => reach.right))
  const high = Math.min(second.out, ...passed(first.y, cards).map(({ reach }) => reach.left))
  const top = Math.min(first.y, second.y)
  const bottom = Math.max(first.y, second.y)
  const standing = cards.filter(({ reach }) => reach.bottom > top && reach.top < bottom)
  const places = standing.flatMap(({ reach }) => [reach.left, reach.right])
  const middle = (first.out + second.out) / 2
  return [middle, low, high, ...places]
    .filter(place => place >= low && place <= high && isOpen(place, standing))
    .reduce<number | null>((best, place) => nearer(best, place, middle), null)
}

/** The cards that a level line at this height would run through. */
function passed(y: number, cards: readonly Standing[]): readonly Standing[] {
  return cards.filter(({ reach }) => reach.top < y && reach.bottom > y)
}

function isOpen(x: number, cards: readonly Standing[]): boolean {
  return cards.every(({ reach }) => x <= reach.left || x >= reach.right)
}

function nearer(best: number | null, place: number, middle: number): number {
  if (best === null) return place
  const gain = Math.abs(best - middle) - Math.abs(place - middle)
  return gain > 0 || (gain === 0 && place < best) ? place : best
}

/** The way by search, in a window that grows; where no way is left, right through. */
function searched(pair: Pair, obstacles: Obstacles, search: Search): Course {
  for (const detour of [DETOUR, FAR]) {
    const region = windowOf(pair, detour)
    const cards = hindering(
      pair,
      obstacles.within(region.left, region.top, region.right, region.bottom)
    )
    const found = search.find(pair, cards, region)
    if (found !== null) return { ...found, at: lines(found), region }
  }
  return through(pair)
}

function windowOf({ from, to }: Pair, detour: number): Reach {
  return {
    left: Math.min(from.card.reach.left, to.card.reach.left) - detour,
    top: Math.min(from.card.reach.top, to.card.reach.top) - detour,
    right: Math.max(from.card.reach.right, to.card.reach.right) + detour,
    bottom: Math.max(from.card.reach.bottom, to.card.reach.bottom) + detour
  }
}

/** All but those there is no way around: they lie over an end, or over the only ways out of it. */
function hindering({ from, to }: Pair, cards: Standing[]): readonly Standing[] {
  const closed = [...from.sides, ...to.sides].filter(side => !side.free)
  return cards.filter(card => {
    if (card === from.card || card === to.card) return true
    if (lies(card, from.card.box) || lies(card, to.card.box)) return false
    return !closed.some(over(card))
  })
}

function lies({ box }: Standing, { x, y, w, h }: Box): boolean {
  return box.x < x + w && box.x + box.w > x && box.y < y + h && box.y + box.h > y
}

function over({ reach }: Standing): (port: Port) => boolean {
  return ({ x, y, out }) =>
    reach.top < y &&
    reach.bottom > y &&
    reach.left < Math.max(x, out) + MARGIN &&
    reach.right > Math.min(x, out) - MARGIN
}

/** The lines of a way given by its corners; corners that are none are left out. */
function lines({ from, to, corners }: Found): readonly number[] {
  const at = [from.y]
  for (const { x, y } of corners) {
    const isLevel = at.length % 2 === 1
    const [along, aside] = isLevel ? [y, x] : [x, y]
    if (along !== at.at(-1)) continue
    at.push(aside)
  }
  if (at.length % 2 === 0) at.push(to.y)
  return at
}

function through(pair: Pair): Course {
  const [from, to] = nearestSides(pair)
  const region = windowOf(pair, FAR)
  if (from.y === to.y && from.side !== to.side) return { from, to, at: [from.y], region }
  return { from, to, at: [from.y, (from.out + to.out) / 2, to.y], region }
}

function nearestSides({ from, to }: Pair): readonly [Port, Port] {
  let best: readonly [Port, Port] | null = null
  for (const one of from.sides) {
    for (const other of to.sides) {
      const nearer =
        best === null || Math.abs(one.out - other.out) < Math.abs(best[0].out - best[1].out)
      if (nearer) best = [one, other]
    }
  }
  if (best === null) throw new Error('an end has a side at least')
  return best
}
