/** What lies under cards: the frames of contexts and the areas of aggregates, around what stands in them. */
import { around, type Box, type Point, padded } from '@/canvas/scene/box'

/** Between a frame's line and what stands in it; above it there is the title. */
export const FRAME = { side: 16, top: 40 } as const
/** Between an aggregate's boundary and what stands in it. */
export const AREA = 16
/** A context with nothing in it. */
export const EMPTY_FRAME = { w: 264, h: 160 } as const

export type BoxOf = (card: string) => Box | undefined

/** Who stands in whom, among cards and frames. */
export class Ground {
  readonly #inside = new Map<string, Set<string>>()
  readonly #holders = new Map<string, string>()
  readonly #hasArea: (card: string) => boolean

  /** `hasArea` tells which cards have a boundary drawn around them and their parts. */
  constructor(hasArea: (card: string) => boolean) {
    this.#hasArea = hasArea
  }

  /** Say what a card stands in now; null for the top, and for a card that is gone. */
  put(card: string, holder: string | null): void {
    const former = this.#holders.get(card)
    if (former === (holder ?? undefined)) return
    if (former !== undefined) this.#leave(card, former)
    if (holder === null) return
    this.#holders.set(card, holder)
    const members = this.#inside.get(holder) ?? new Set()
    this.#inside.set(holder, members.add(card))
  }

  holderOf(card: string): string | undefined {
    return this.#holders.get(card)
  }

  /** The cards that stand in a frame or a card itself. */
  membersOf(holder: string): ReadonlySet<string> {
    return this.#inside.get(holder) ?? NONE
  }

  /** The cards that stand in it, all the way down. */
  *contentOf(holder: string): IterableIterator<string> {
    for (const card of this.membersOf(holder)) {
      yield card
      yield* this.contentOf(card)
    }
  }

  /** What a card stands in, the nearest first. */
  *holdersOf(card: string): IterableIterator<string> {
    for (let at = this.#holders.get(card); at !== undefined; at = this.#holders.get(at)) yield at
  }

  /** The boundary around an aggregate and its parts; null where it has none. */
  areaOf(card: string, boxOf: BoxOf): Box | null {
    if (this.membersOf(card).size === 0 || !this.#hasArea(card)) return null
    const all = this.#unionOf(card, boxOf)
    return all && padded(all, AREA)
  }

  /** The box of a frame: its own, and what stands in it. */
  frameOf(frame: string, own: Box | Point | null, boxOf: BoxOf): Box {
    const extents = [...this.membersOf(frame)].map(card => this.#extentOf(card, boxOf))
    const content = around(extents.filter(box => box !== null))
    const wanted = own !== null && 'w' in own ? own : null
    const held = content && {
      x: content.x - FRAME.side,
      y: content.y - FRAME.top,
      w: content.w + 2 * FRAME.side,
      h: content.h + FRAME.top + FRAME.side
    }
    const both = around([wanted, held].filter(box => box !== null))
    return both ?? { x: own?.x ?? 0, y: own?.y ?? 0, ...EMPTY_FRAME }
  }

  /** A card with all that stands in it. */
  #extentOf(card: string, boxOf: BoxOf): Box | null {
    return this.areaOf(card, boxOf) ?? this.#unionOf(card, boxOf)
  }

  #unionOf(card: string, boxOf: BoxOf): Box | null {
    const members = this.membersOf(card)
    const own = boxOf(card)
    if (members.size === 0) return own ?? null
    const extents = [...members].map(member => this.#extentOf(member, boxOf))
    return around([own ?? null, ...extents].filter(box => box !== null))
  }

  #leave(card: string, holder: string): void {
    this.#holders.delete(card)
    const members = this.#inside.get(holder)
    members?.delete(card)
    if (members?.size === 0) this.#inside.delete(holder)
  }
}

const NONE: ReadonlySet<string> = new Set()
