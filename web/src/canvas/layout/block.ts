/** A rectangle to be placed as one: a card, or cards that were laid out together. */

import type { Places } from '@/canvas/layout/request'
import type { Point } from '@/canvas/routing/geometry'
import { stepUp } from '@/canvas/scene/box'

export interface Block {
  /** The first of its cards, in the order of the request. */
  readonly id: string
  readonly w: number
  readonly h: number
  /** Its cards, as seen from its corner. */
  readonly places: Places
}

export interface Padding {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export function single(id: string, w: number, h: number): Block {
  return { id, w, h, places: new Map([[id, { x: 0, y: 0 }]]) }
}

/** One block of several that were given places: as large as it must be, in whole steps. */
export function joined(blocks: readonly (readonly [Block, Point])[]): Block {
  const places = new Map<string, Point>()
  let w = 0
  let h = 0
  for (const [block, corner] of blocks) {
    w = Math.max(w, corner.x + block.w)
    h = Math.max(h, corner.y + block.h)
    for (const [id, { x, y }] of block.places) places.set(id, { x: corner.x + x, y: corner.y + y })
  }
  return { id: blocks[0]?.[0].id ?? '', w: stepUp(w), h: stepUp(h), places }
}

export function padded(block: Block, { left, top, right, bottom }: Padding): Block {
  const inner = joined([[block, { x: left, y: top }]])
  return { ...inner, id: block.id, w: inner.w + right, h: inner.h + bottom }
}
