/**
 * Where cards stand that nobody has placed: in a grid below what is placed, in order, so that the
 * same model gives the same places, and the placed never move for them.
 *
 *     a frame or card with something placed in it:  its others below that
 *     all else:                                     shelves below everything
 */
import {
  around,
  type Box,
  type Point,
  padded,
  type Size,
  stepUp,
  touches
} from '@/canvas/scene/box'
import { EMPTY_FRAME, FRAME } from '@/canvas/scene/ground'

/** What there is, in the order of the model. */
export interface Stock {
  /** Cards and frames that stand in a frame or a card; null asks for the top. */
  members(holder: string | null): readonly string[]
  isFrame(id: string): boolean
  /** The size of a card. */
  sizeOf(id: string): Size
  /** Where a card was placed, and the corner or box that a frame was given. */
  placed(id: string): Box | undefined
  /** What is placed around there. */
  query(box: Box): readonly Box[]
}

/** Between two cards of the grid: room for edges. */
const GAP = 48
/** Between what is placed and what is not. */
const APART = 80
/** A shelf is filled to this width, or to that of what is placed. */
const SHELF = 2400

/** The places of all that has none: cards, and frames with nothing in them. */
export function placesOf(stock: Stock): ReadonlyMap<string, Point> {
  const finder = new Finder(stock)
  finder.fill(null)
  return finder.places
}

/** Something to stand in a grid: a card, or cards that stay together. */
interface Block extends Size {
  put(at: Point): void
}

class Finder {
  readonly places = new Map<string, Point>()
  readonly #stock: Stock
  /** What is placed in a holder, all the way down; null where nothing is. */
  readonly #anchors = new Map<string | null, Box | null>()
  /** What was given a place by now, beside what had one. */
  readonly #given: Box[] = []

  constructor(stock: Stock) {
    this.#stock = stock
  }

  /** Find places for what stands in a holder that has something placed, or at the top. */
  fill(holder: string | null): void {
    const blocks: Block[] = []
    for (const member of this.#stock.members(holder)) {
      if (this.#anchorOf(member) === null) {
        blocks.push(this.#cluster(member))
        continue
      }
      if (!this.#stock.isFrame(member) && this.#stock.placed(member) === undefined) {
        blocks.push(this.#leaf(member))
      }
      this.fill(member)
    }
    if (blocks.length === 0) return
    if (holder === null) this.#shelve(blocks)
    else this.#putBelow(holder, grid(blocks))
  }

  #anchorOf(id: string): Box | null {
    const known = this.#anchors.get(id)
    if (known !== undefined) return known
    const own = this.#stock.placed(id)
    const boxes = this.#stock.members(id).map(member => this.#anchorOf(member))
    const anchor = around([own ?? null, ...boxes].filter(box => box !== null))
    this.#anchors.set(id, anchor)
    return anchor
  }

  #leaf(id: string): Block {
    return this.#block(this.#stock.sizeOf(id), at => this.places.set(id, at))
  }

  /** A card or frame without a place, with all that stands in it. */
  #cluster(id: string): Block {
    const members = this.#stock.members(id).map(member => this.#cluster(member))
    if (!this.#stock.isFrame(id)) {
      const own = this.#leaf(id)
      return members.length === 0 ? own : inset(grid([own, ...members]), GAP / 2, GAP / 2)
    }
    if (members.length > 0) return inset(grid(members), FRAME.side, FRAME.top)
    return this.#block(EMPTY_FRAME, at => this.places.set(id, at))
  }

  #block(size: Size, put: (at: Point) => void): Block {
    return { w: stepUp(size.w), h: stepUp(size.h), put }
  }

  /** Below what is placed in the holder, and below what is in the way there. */
  #putBelow(holder: string, block: Block): void {
    let at = this.#startOf(holder)
    for (let low = this.#lowest(at, block); low !== null; low = this.#lowest(at, block)) {
      at = { x: at.x, y: stepUp(low + GAP) }
    }
    this.#give(block, at)
  }

  /** Below what is placed in it; of a frame with nothing in it, below its title. */
  #startOf(holder: string): Point {
    const own = this.#stock.placed(holder)
    const members = this.#stock.members(holder).map(member => this.#anchorOf(member))
    const isFrame = this.#stock.isFrame(holder)
    const content = around([isFrame ? null : (own ?? null), ...members].filter(box => box !== null))
    if (content !== null) return { x: stepUp(content.x), y: stepUp(content.y + content.h + GAP) }
    return { x: stepUp((own?.x ?? 0) + FRAME.side), y: stepUp((own?.y ?? 0) + FRAME.top) }
  }

  /** Where what is in the way ends; null where nothing is. */
  #lowest(at: Point, { w, h }: Size): number | null {
    const box = padded({ ...at, w, h }, -1)
    const given = this.#given.filter(other => touches(box, other))
    const taken = this.#stock.query(box)
    const union = around([...given, ...taken])
    return union === null ? null : union.y + union.h
  }

  #shelve(blocks: readonly Block[]): void {
    const anchors = this.#stock.members(null).map(member => this.#anchorOf(member))
    const placed = around([...anchors.filter(box => box !== null), ...this.#given])
    const left = placed === null ? 0 : stepUp(placed.x)
    const right = left + Math.max(placed?.w ?? 0, shelfWidth(blocks))
    let [x, y, high] = [left, placed === null ? 0 : stepUp(placed.y + placed.h + APART), 0]
    for (const block of blocks) {
      if (x > left && x + block.w > right) [x, y, high] = [left, y + high + GAP, 0]
      this.#give(block, { x, y })
      x += block.w + GAP
      high = Math.max(high, block.h)
    }
  }

  #give(block: Block, at: Point): void {
    block.put(at)
    this.#given.push({ ...at, w: block.w, h: block.h })
  }
}

/** Wide enough for a picture that is not much higher than wide; in doublings, so that one more card moves no other. */
function shelfWidth(blocks: readonly Block[]): number {
  const area = blocks.reduce((sum, { w, h }) => sum + (w + GAP) * (h + GAP), 0)
  const wanted = Math.sqrt(area * 1.6)
  return SHELF * 2 ** Math.max(0, Math.ceil(Math.log2(wanted / SHELF)))
}

/** Rows of as many as make it about square; the number changes in doublings. */
function grid(blocks: readonly Block[]): Block {
  const columns = 2 ** Math.ceil(Math.log2(Math.sqrt(blocks.length)))
  const width = Math.max(...blocks.map(({ w }) => w)) + GAP
  const corners: Point[] = []
  let y = 0
  for (let first = 0; first < blocks.length; first += columns) {
    const row = blocks.slice(first, first + columns)
    for (const column of row.keys()) corners.push({ x: column * width, y })
    y += Math.max(...row.map(({ h }) => h)) + GAP
  }
  return {
    w: Math.min(columns, blocks.length) * width - GAP,
    h: y - GAP,
    put: at => {
      for (const [index, block] of blocks.entries()) {
        const corner = corners[index] ?? at
        block.put({ x: at.x + corner.x, y: at.y + corner.y })
      }
    }
  }
}

/** A block with room at its sides and below, and above it. */
function inset(block: Block, side: number, top: number): Block {
  return {
    w: block.w + 2 * side,
    h: block.h + top + side,
    put: at => block.put({ x: at.x + side, y: at.y + top })
  }
}
