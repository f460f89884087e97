/** Blocks side by side in a rectangle that looks like a screen. */
import { type Block, joined } from '@/canvas/layout/block'
import type { Point } from '@/canvas/routing/geometry'
import { stepUp } from '@/canvas/scene/box'

/** As wide as this for its height. */
const ASPECT = 1.6
/** How much wider or narrower than the ideal a rectangle is tried. */
const FACTORS = [0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75, 2] as const

/** The highest blocks first; of several widths the one that fits a screen best. */
export function packed(blocks: readonly Block[], gap: number): Block {
  const sorted = blocks.toSorted((one, other) => other.h - one.h)
  const all = widths(sorted, gap).map(width => joined(shelves(sorted, width, gap)))
  const best = all.reduce((least, block) => (badness(block) < badness(least) ? block : least))
  return { ...best, id: blocks[0]?.id ?? '' }
}

/** How large a screen of the right shape must be to show it. */
function badness({ w, h }: Block): number {
  return Math.max(w / ASPECT, h)
}

function widths(blocks: readonly Block[], gap: number): readonly number[] {
  const widest = Math.max(0, ...blocks.map(({ w }) => w))
  const area = blocks.reduce((sum, { w, h }) => sum + (w + gap) * (h + gap), 0)
  return FACTORS.map(factor => Math.max(widest, factor * Math.sqrt(area * ASPECT)))
}

/** A shelf from left to right holds stacks, each as wide as its first block and no higher than the shelf. */
interface Stack extends Point {
  readonly w: number
  /** Where the next block of the stack would stand. */
  readonly next: number
  readonly shelf: { readonly y: number; readonly h: number }
}

function shelves(
  blocks: readonly Block[],
  width: number,
  gap: number
): readonly (readonly [Block, Point])[] {
  const placed: (readonly [Block, Point])[] = []
  let stack: Stack | null = null
  for (const block of blocks) {
    if (stack === null || !fits(block, stack)) stack = opened(stack, block, width, gap)
    placed.push([block, { x: stack.x, y: stack.next }])
    stack = { ...stack, next: stepUp(stack.next + block.h + gap) }
  }
  return placed
}

function fits({ w, h }: Block, { w: width, next, shelf }: Stack): boolean {
  return w <= width && next + h <= shelf.y + shelf.h
}

/** The next stack, beside the last one or on a new shelf below. */
function opened(last: Stack | null, { w, h }: Block, width: number, gap: number): Stack {
  if (last === null) return { x: 0, y: 0, w, next: 0, shelf: { y: 0, h } }
  const x = stepUp(last.x + last.w + gap)
  const { y } = last.shelf
  if (x + w <= width) return { x, y, w, next: y, shelf: last.shelf }
  const below = stepUp(y + last.shelf.h + gap)
  return { x: 0, y: below, w, next: below, shelf: { y: below, h } }
}
