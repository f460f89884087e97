/** Where an edge may leave its card and enter the other: two sides each, and how far it goes straight. */
import { type Box, handleOf, MARGIN, type Side, STUB } from '@/canvas/routing/geometry'
import type { Obstacles, Standing } from '@/canvas/routing/obstacles'

/** The end of an edge: a card, and the row of the card or null for the card itself. */
interface End {
  readonly card: string
  readonly row: number | null
}

export interface EdgeRequest {
  readonly id: string
  readonly from: End
  readonly to: End
}

/** One side of one end: on the card's border at `x`, straight to `out`, and whether that way is free. */
export interface Port {
  readonly side: Side
  readonly x: number
  readonly y: number
  readonly out: number
  readonly free: boolean
}

/** Both sides of an end; one that is not free is there only where neither is. */
export interface Ports {
  readonly card: Standing
  readonly row: number | null
  readonly sides: readonly Port[]
}

export interface Pair {
  readonly from: Ports
  readonly to: Ports
}

const LOOP = 22

/** Null while one of the cards is not there. */
export function portsOf(request: EdgeRequest, obstacles: Obstacles): Pair | null {
  const from = obstacles.get(request.from.card)
  const to = obstacles.get(request.to.card)
  if (from === undefined || to === undefined) return null
  const start = from.box.y + handleOf(request.from.row, from.box.h)
  const stop = to.box.y + handleOf(request.to.row, to.box.h)
  const isLoop = from === to && start === stop
  return {
    from: { card: from, row: request.from.row, sides: sides(start, from, to, obstacles) },
    to: {
      card: to,
      row: request.to.row,
      sides: sides(isLoop ? below(stop, to.box) : stop, to, from, obstacles)
    }
  }
}

/** A loop comes back a little below where it left, or above. */
function below(y: number, box: Box): number {
  const next = Math.min(y + LOOP, box.y + box.h - MARGIN)
  return next - y >= MARGIN ? next : y - MARGIN
}

function sides(y: number, card: Standing, other: Standing, obstacles: Obstacles): readonly Port[] {
  const both = (['left', 'right'] as const).map(side => port(side, y, card, other, obstacles))
  const free = both.filter(one => one.free)
  return free.length === 0 ? both : free
}

function port(side: Side, y: number, card: Standing, other: Standing, obstacles: Obstacles): Port {
  const { box } = card
  const x = side === 'left' ? box.x : box.x + box.w
  const ahead = room(side, x, y, card.id, obstacles)
  const free = ahead >= MARGIN
  const length = free ? Math.min(STUB, shared(side, box, other.box), ahead) : STUB
  return { side, x, y, out: side === 'left' ? x - length : x + length, free }
}

/** Two cards that face each other over a narrow gap turn in its middle. */
function shared(side: Side, box: Box, other: Box): number {
  const gap = side === 'left' ? box.x - (other.x + other.w) : other.x - (box.x + box.w)
  return gap >= 2 * MARGIN && gap < 2 * STUB ? gap / 2 : STUB
}

/** How far it is from the border to the margin of the nearest card ahead; less than nothing inside one. */
function room(side: Side, x: number, y: number, own: string, obstacles: Obstacles): number {
  const left = side === 'left' ? x - STUB : x
  let ahead = STUB
  for (const { id, reach } of obstacles.within(left, y - 0.5, left + STUB, y + 0.5)) {
    if (id === own || y <= reach.top || y >= reach.bottom) continue
    const distance = side === 'left' ? x - reach.right : reach.left - x
    ahead = Math.min(ahead, distance)
  }
  return ahead
}
