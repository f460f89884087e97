/**
 * The layout of cards: layered inside each frame, frames packed beside each other.
 *
 *     cards of a card ──> one block with it ──> blocks of a frame ──> frames of the model
 *
 * What hangs together by edges is laid out by ELK; what does not is packed beside it. The same
 * request has the same answer.
 */
import { type Block, type Padding, padded, single } from '@/canvas/layout/block'
import { components, parts } from '@/canvas/layout/components'
import { freeCorner } from '@/canvas/layout/free'
import { type Arrange, FEW, isOdd, layered } from '@/canvas/layout/layered'
import { packed } from '@/canvas/layout/packing'
import {
  type LayoutCard,
  type LayoutRequest,
  type Places,
  type Progress,
  snapped
} from '@/canvas/layout/request'
import type { Box, Point } from '@/canvas/routing/geometry'
import { around } from '@/canvas/scene/box'
import { AREA, FRAME } from '@/canvas/scene/ground'

/** Between blocks that no edge holds together, and between frames. */
const GAP = { block: 56, frame: 64 } as const
/** Around the cards of a frame, under its title; and around a card with parts. */
const INSIDE_FRAME: Padding = {
  left: FRAME.side,
  top: FRAME.top,
  right: FRAME.side,
  bottom: FRAME.side
}
const INSIDE_AREA: Padding = { left: AREA, top: AREA, right: AREA, bottom: AREA }
/** ELK is given no more at once. */
const AT_ONCE = 300

export async function layOutBy(
  arrange: Arrange,
  { cards, edges, around = [], scope }: LayoutRequest,
  progress: Progress = () => {}
): Promise<Places> {
  const layout = new Layout(arrange, cards, edges)
  const frames = framesOf(cards)
  const blocks: (readonly [Block, Box])[] = []
  for (const [nth, [frame, members]] of frames.entries()) {
    progress(words(cards.length, nth, frames.length))
    const block = await layout.frame(members)
    const isFramed = frame !== null && scope === 'model'
    blocks.push([isFramed ? padded(block, INSIDE_FRAME) : block, extent(members)])
  }
  const places = new Map<string, Point>()
  for (const [block, box] of scope === 'model' ? [whole(blocks, cards)] : blocks) {
    const corner = freeCorner({ ...snapped(box), w: block.w, h: block.h }, around)
    for (const [id, { x, y }] of block.places) places.set(id, { x: corner.x + x, y: corner.y + y })
  }
  return places
}

function whole(
  blocks: readonly (readonly [Block, Box])[],
  cards: readonly LayoutCard[]
): readonly [Block, Box] {
  const [first] = blocks
  const isOne = first !== undefined && blocks.length === 1
  return [
    isOne
      ? first[0]
      : packed(
          blocks.map(([block]) => block),
          GAP.frame
        ),
    extent(cards)
  ]
}

function words(cards: number, done: number, all: number): string {
  const what = `Laying out ${cards} ${cards === 1 ? 'card' : 'cards'}`
  return all > 1 ? `${what}, ${done + 1} of ${all} contexts` : what
}

function extent(cards: readonly LayoutCard[]): Box {
  return around(cards.map(({ box }) => box)) ?? { x: 0, y: 0, w: 0, h: 0 }
}

/** The cards by the frame they stand in, however deep, in the order of the first of each. */
function framesOf(
  cards: readonly LayoutCard[]
): readonly (readonly [string | null, readonly LayoutCard[]])[] {
  const byId = new Map(cards.map(card => [card.id, card]))
  const frames = new Map<string | null, LayoutCard[]>()
  for (const card of cards) {
    const frame = frameOf(card, byId)
    const members = frames.get(frame)
    if (members === undefined) frames.set(frame, [card])
    else members.push(card)
  }
  return [...frames]
}

function frameOf(card: LayoutCard, byId: ReadonlyMap<string, LayoutCard>): string | null {
  let { parent } = card
  for (let depth = 0; depth < byId.size; depth += 1) {
    const holder = parent === null ? undefined : byId.get(parent)
    if (holder === undefined) return parent
    parent = holder.parent
  }
  throw new Error(`${card.id} stands in itself; take it out of what stands in it`)
}

type Link = readonly [number, number]

class Layout {
  readonly #arrange: Arrange
  readonly #links: ReadonlyMap<string, readonly string[]>

  constructor(arrange: Arrange, cards: readonly LayoutCard[], edges: LayoutRequest['edges']) {
    this.#arrange = arrange
    const links = new Map<string, string[]>(cards.map(({ id }) => [id, []]))
    for (const { from, to } of edges) if (links.has(to)) links.get(from)?.push(to)
    this.#links = links
  }

  /** The cards of one frame: those with parts, and all others. */
  async frame(cards: readonly LayoutCard[]): Promise<Block> {
    const ids = new Set(cards.map(({ id }) => id))
    const parted = new Map<string, LayoutCard[]>()
    const tops: LayoutCard[] = []
    for (const card of cards) {
      if (card.parent === null || !ids.has(card.parent)) tops.push(card)
      else parted.set(card.parent, [...(parted.get(card.parent) ?? []), card])
    }
    const blocks: Block[] = []
    for (const card of tops) blocks.push(await this.#card(card, parted))
    return this.#blocks(blocks)
  }

  /** A card and all its parts. */
  async #card(card: LayoutCard, parted: ReadonlyMap<string, LayoutCard[]>): Promise<Block> {
    const own = single(card.id, card.box.w, card.box.h)
    const inner = parted.get(card.id)
    if (inner === undefined) return own
    const blocks = [own]
    for (const part of inner) blocks.push(await this.#card(part, parted))
    return padded(await this.#blocks(blocks), INSIDE_AREA)
  }

  /** What hangs together is layered, the rest packed. */
  #blocks(blocks: readonly Block[]): Promise<Block> {
    return this.#apart(blocks, component => this.#component(component))
  }

  async #apart(
    blocks: readonly Block[],
    layOut: (component: readonly Block[]) => Promise<Block>
  ): Promise<Block> {
    const edges = this.#lifted(blocks)
    const whole: Block[] = []
    for (const members of components({ size: blocks.length, edges })) {
      const component = members.map(nth => blocks[nth] as Block)
      whole.push(component.length === 1 ? (component[0] as Block) : await layOut(component))
    }
    return whole.length === 1 ? (whole[0] as Block) : packed(whole, GAP.block)
  }

  /** All at once; what is too much for that, or would be a tower, in parts beside each other. */
  async #component(blocks: readonly Block[]): Promise<Block> {
    if (blocks.length > AT_ONCE) {
      return this.#parted(blocks, AT_ONCE / 2, part => this.#component(part))
    }
    const block = await this.#layered(blocks)
    const isFine = blocks.length <= FEW || !isOdd(block)
    return isFine ? block : this.#parted(blocks, FEW, part => this.#layered(part))
  }

  async #parted(
    blocks: readonly Block[],
    most: number,
    layOut: (component: readonly Block[]) => Promise<Block>
  ): Promise<Block> {
    const links = { size: blocks.length, edges: this.#lifted(blocks) }
    const inner: Block[] = []
    for (const members of parts(links, most)) {
      const part = members.map(nth => blocks[nth] as Block)
      inner.push(await this.#apart(part, layOut))
    }
    return packed(inner, GAP.frame)
  }

  #layered(blocks: readonly Block[]): Promise<Block> {
    return layered(blocks, this.#lifted(blocks), this.#arrange)
  }

  /** The edges among blocks, each pair once. */
  #lifted(blocks: readonly Block[]): readonly Link[] {
    const owners = new Map<string, number>()
    for (const [nth, { places }] of blocks.entries())
      for (const id of places.keys()) owners.set(id, nth)
    const links = new Map<string, Link>()
    for (const [id, from] of owners) {
      for (const target of this.#links.get(id) ?? []) {
        const to = owners.get(target)
        if (to !== undefined && to !== from) links.set(`${from} ${to}`, [from, to])
      }
    }
    return [...links.values()]
  }
}
