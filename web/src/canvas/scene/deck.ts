/**
 * All cards and frames at rest: what they show and where they stand by the model alone.
 *
 *     what a change affects ──> faces, places ──> places of what waits ──> frames around them
 */
import { type Box, isSameBox, type Point, touches } from '@/canvas/scene/box'
import { faceOf } from '@/canvas/scene/face'
import { type FrameWords, frameWordsOf } from '@/canvas/scene/framewords'
import { EMPTY_FRAME, Ground } from '@/canvas/scene/ground'
import { placeOf } from '@/canvas/scene/register'
import { type Role, roleOf } from '@/canvas/scene/roles'
import type { CardFace, Folding } from '@/canvas/scene/shapes'
import type { Affected } from '@/canvas/scene/standing'
import { placesOf, type Stock } from '@/canvas/scene/waiting'
import { isSame, type Json } from '@/model/change'
import type { Element, Graph } from '@/model/graph'

export interface Card {
  readonly face: CardFace
  /** Where it was put; null where nobody has. */
  readonly place: Point | null
  readonly parent: string | null
  readonly order: string
  readonly box: Box
}

export interface Frame {
  readonly words: FrameWords
  readonly place: Point | Box | null
  readonly order: string
  readonly isPlaced: boolean
  readonly box: Box
}

const NOWHERE: Box = { x: 0, y: 0, w: 0, h: 0 }

/** What may be another than before; areas are those of the cards named. */
export interface Changed extends Affected {
  readonly areas: ReadonlySet<string>
}

export class Deck {
  readonly cards = new Map<string, Card>()
  readonly frames = new Map<string, Frame>()
  readonly ground = new Ground(id => this.cards.get(id)?.face.kind === 'aggregate')
  readonly #graph: Graph
  readonly #foldings: ReadonlyMap<string, Folding>
  readonly #waiting = new Set<string>()

  constructor(graph: Graph, foldings: ReadonlyMap<string, Folding>) {
    this.#graph = graph
    this.#foldings = foldings
  }

  /** Take up what a change affects. */
  renew(affected: Affected): Changed {
    const former = new Map([...affected.cards].map(id => [id, this.cards.get(id)]))
    const above = new Map([...affected.cards].map(id => [id, [...this.ground.holdersOf(id)]]))
    const frames = [...affected.frames].filter(id => this.#renewFrame(id))
    for (const id of affected.cards) this.#renewCard(id)
    const cards = new Set([...affected.cards].filter(id => former.get(id) !== this.cards.get(id)))
    const moved = [...cards].filter(id => !standsSame(former.get(id), this.cards.get(id)))
    if (frames.length + moved.length > 0) moved.push(...this.#settle())
    const areas = new Set<string>()
    for (const id of moved) {
      for (const holder of above.get(id) ?? []) areas.add(holder)
      for (const holder of this.ground.holdersOf(id)) areas.add(holder)
      areas.add(id)
      if (this.cards.has(id)) cards.add(id)
    }
    const grounds = new Set([...affected.frames, ...areas])
    for (const id of grounds) this.#fit(id)
    return { cards, areas, frames: grounds }
  }

  #renewCard(id: string): void {
    const element = this.#graph.get(id)
    if (element === undefined || this.#roleOf(element) !== 'card') {
      this.#waiting.delete(id)
      this.ground.put(id, null)
      this.cards.delete(id)
      return
    }
    const former = this.cards.get(id)
    const card = this.#cardOf(element, former)
    if (card.place === null) this.#waiting.add(id)
    else this.#waiting.delete(id)
    this.ground.put(id, card.parent)
    if (former === undefined || !isSameCard(former, card)) this.cards.set(id, card)
  }

  #cardOf(element: Element, former: Card | undefined): Card {
    const folding = this.#foldings.get(element.id) ?? 'folded'
    const face = faceOf(this.#graph, element, folding, former?.face)
    const place = placeOf(element)
    const { x, y } = place ?? former?.box ?? NOWHERE
    const box = { x, y, w: face.width, h: face.height }
    return {
      face,
      place: place && { x, y },
      parent: element.parent,
      order: element.order,
      box: former !== undefined && isSameBox(former.box, box) ? former.box : box
    }
  }

  /** Tells whether it stands otherwise than before. */
  #renewFrame(id: string): boolean {
    const element = this.#graph.get(id)
    const former = this.frames.get(id)
    if (element === undefined || this.#roleOf(element) !== 'frame') {
      return this.frames.delete(id)
    }
    const place = placeOf(element)
    const own = place && { x: place.x, y: place.y, ...place.size }
    const words = frameWordsOf(this.#graph, element)
    const box = former?.box ?? { ...NOWHERE, ...EMPTY_FRAME }
    this.frames.set(id, { words, place: own, order: element.order, isPlaced: false, box })
    return former === undefined || !isSamePlace(former.place, own) || former.order !== element.order
  }

  /** Give places to all that has none; returns what stands elsewhere for it. */
  #settle(): readonly string[] {
    const hasWaiting = this.#waiting.size > 0 || [...this.frames].some(([id]) => this.#isBare(id))
    if (!hasWaiting) return []
    const moved: string[] = []
    for (const [id, { x, y }] of placesOf(this.#stock())) {
      const [card, frame] = [this.cards.get(id), this.frames.get(id)]
      const box = { ...(card?.box ?? EMPTY_FRAME), x, y }
      if (isSameBox(box, card?.box ?? frame?.box)) continue
      if (card !== undefined) this.cards.set(id, { ...card, box })
      if (frame !== undefined) this.frames.set(id, { ...frame, box })
      moved.push(id)
    }
    return moved
  }

  #stock(): Stock {
    const top = this.#graph.children(null).map(({ id }) => id)
    const placed = [...this.cards.values()].filter(({ place }) => place !== null)
    return {
      members: holder => this.#membersOf(holder, top),
      isFrame: id => this.frames.has(id),
      sizeOf: id => this.cards.get(id)?.box ?? EMPTY_FRAME,
      placed: id => this.#placed(id),
      query: box => placed.filter(card => touches(card.box, box)).map(card => card.box)
    }
  }

  /** The cards and frames in a holder, in order. */
  #membersOf(holder: string | null, top: readonly string[]): readonly string[] {
    if (holder === null) return top.filter(id => this.cards.has(id) || this.frames.has(id))
    const members = this.ground.membersOf(holder)
    if (members.size === 0) return []
    return this.#graph.children(holder).flatMap(({ id }) => (members.has(id) ? [id] : []))
  }

  #placed(id: string): Box | undefined {
    const card = this.cards.get(id)
    if (card !== undefined) return card.place === null ? undefined : card.box
    const own = this.frames.get(id)?.place
    return own ? { w: 0, h: 0, ...own } : undefined
  }

  /** Tell whether a frame has neither a place nor anything in it. */
  #isBare(id: string): boolean {
    return this.frames.get(id)?.place === null && this.ground.membersOf(id).size === 0
  }

  /** Draw a frame around what stands in it. */
  #fit(id: string): void {
    const frame = this.frames.get(id)
    if (frame === undefined) return
    const own = this.#isBare(id) ? frame.box : frame.place
    const box = this.ground.frameOf(id, own, card => this.cards.get(card)?.box)
    const isPlaced = frame.place !== null || this.#holdsPlaced(id)
    this.frames.set(id, { ...frame, box, isPlaced })
  }

  #holdsPlaced(frame: string): boolean {
    for (const id of this.ground.contentOf(frame)) if (this.cards.get(id)?.place) return true
    return false
  }

  #roleOf(element: Element): Role {
    return roleOf(element, id => this.#graph.get(id))
  }
}

function standsSame(one: Card | undefined, other: Card | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return (
    one.face.kind === other.face.kind &&
    isSameBox(one.box, other.box) &&
    (one.place === null) === (other.place === null) &&
    one.parent === other.parent &&
    one.order === other.order
  )
}

function isSameCard(one: Card, other: Card): boolean {
  return one.face === other.face && standsSame(one, other)
}

function isSamePlace(one: Point | Box | null, other: Point | Box | null): boolean {
  return isSame(one as Json, other as Json)
}
