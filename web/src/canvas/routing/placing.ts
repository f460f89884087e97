/** Lanes of one channel get their places: apart from each other, within their bounds, near where they want to be. */
import { LANE } from '@/canvas/routing/geometry'
import { type Lane, ordered } from '@/canvas/routing/order'

/** Where there is no room for whole lanes they come nearer to each other. */
const STEPS = [LANE, 14, 12, 10, 8, 6, 4, 3, 2, 1, 0] as const
/** Lines that follow each other this closely do not share a place either. */
const PAD = 12

export function placed(lanes: readonly Lane[]): ReadonlyMap<Lane, number> {
  if (lanes.length === 1) return new Map(lanes.map(lane => [lane, lane.channel.wish]))
  const order = ordered(lanes)
  const befores = order.map((lane, nth) => beside(lane, order, nth))
  const tightness = order.map(() => 0)
  let bounds = boundsOf(order, befores, tightness)
  while (tighten(bounds, tightness)) bounds = boundsOf(order, befores, tightness)
  return settled(order, befores, tightness, bounds)
}

/** The lanes before one that run beside it, and leave it room at all. */
function beside(lane: Lane, order: readonly Lane[], nth: number): readonly number[] {
  const found: number[] = []
  for (let before = 0; before < nth; before += 1) {
    const other = order[before] as Lane
    if (other.start - PAD >= lane.stop || lane.start - PAD >= other.stop) continue
    if (lane.channel.high <= other.channel.low) continue
    found.push(before)
  }
  return found
}

interface Bounds {
  readonly lows: readonly number[]
  readonly highs: readonly number[]
}

function boundsOf(
  order: readonly Lane[],
  befores: readonly (readonly number[])[],
  tightness: readonly number[]
): Bounds {
  const lows = order.map(({ channel }) => channel.low)
  const highs = order.map(({ channel }) => channel.high)
  pushUp(lows, befores, tightness)
  pushDown(highs, befores, tightness)
  return { lows, highs }
}

/** Lanes that have no room move closer; false when all have, or nothing helps. */
function tighten({ lows, highs }: Bounds, tightness: number[]): boolean {
  let isTighter = false
  for (const [nth, low] of lows.entries()) {
    const tight = tightness[nth] as number
    if (low <= (highs[nth] as number) || tight >= STEPS.length - 1) continue
    tightness[nth] = tight + 1
    isTighter = true
  }
  return isTighter
}

/** Half way between pushed up from where all want to be, and pushed down. */
function settled(
  order: readonly Lane[],
  befores: readonly (readonly number[])[],
  tightness: readonly number[],
  { lows, highs }: Bounds
): ReadonlyMap<Lane, number> {
  const rising = order.map(({ channel }, nth) => Math.max(channel.wish, lows[nth] as number))
  const falling = order.map(({ channel }, nth) => Math.min(channel.wish, highs[nth] as number))
  pushUp(rising, befores, tightness)
  pushDown(falling, befores, tightness)
  const places = new Map<Lane, number>()
  for (const [nth, lane] of order.entries()) {
    const up = Math.min(rising[nth] as number, highs[nth] as number)
    const down = Math.max(falling[nth] as number, lows[nth] as number)
    const { low, high } = lane.channel
    places.set(lane, Math.min(Math.max(Math.round(up + down) / 2, low), high))
  }
  return places
}

function pushUp(
  places: number[],
  befores: readonly (readonly number[])[],
  tightness: readonly number[]
): void {
  for (const [nth, before] of befores.entries()) {
    for (const other of before) {
      const least = (places[other] as number) + apart(tightness, nth, other)
      if ((places[nth] as number) < least) places[nth] = least
    }
  }
}

function pushDown(
  places: number[],
  befores: readonly (readonly number[])[],
  tightness: readonly number[]
): void {
  for (let nth = befores.length - 1; nth >= 0; nth -= 1) {
    for (const other of befores[nth] as readonly number[]) {
      const most = (places[nth] as number) - apart(tightness, nth, other)
      if ((places[other] as number) > most) places[other] = most
    }
  }
}

function apart(tightness: readonly number[], one: number, other: number): number {
  return STEPS[Math.max(tightness[one] as number, tightness[other] as number)] ?? 0
}
