/**
 * What is drawn of a model, kept up to date by what changes.
 *
 *     Graph ──change──> Standing: whose looks ──> Deck: faces and places at rest ──> shapes
 *                                                Edges                 drags ──────────^
 *
 * A drag, mine or another person's, displaces cards without touching the model: their shapes stand
 * elsewhere, the boundary of an aggregate follows, the frame of a context stays as it was.
 */
import { around, type Box, holds, isSameBox, type Point } from '@/canvas/scene/box'
import { BoxIndex } from '@/canvas/scene/boxindex'
import { type Card, Deck, type Frame } from '@/canvas/scene/deck'
import { Edges } from '@/canvas/scene/edges'
import type {
  AreaShape,
  CardShape,
  EdgeShape,
  Folding,
  FrameShape,
  SceneChange
} from '@/canvas/scene/shapes'
import { type Affected, Standing } from '@/canvas/scene/standing'
import type { Graph, GraphChange } from '@/model/graph'

const NO_EDGES: ReadonlySet<string> = new Set()

export class Scene {
  readonly #cards = new Map<string, CardShape>()
  readonly #frames = new Map<string, FrameShape>()
  readonly #areas = new Map<string, AreaShape>()
  readonly #foldings = new Map<string, Folding>()
  readonly #index = new BoxIndex()
  readonly #standing: Standing
  readonly #deck: Deck
  readonly #edges: Edges
  /** Where drags have what they lift. */
  #lifted: ReadonlyMap<string, Point> = new Map()
  /** The same, with what stands in a frame that is lifted. */
  #displaced: ReadonlyMap<string, Point> = new Map()
  #bounds: Box | null | undefined

  constructor(graph: Graph) {
    this.#standing = new Standing(graph)
    this.#deck = new Deck(graph, this.#foldings)
    this.#edges = new Edges(
      graph,
      id => this.#standing.cardOf(id),
      id => this.#deck.cards.get(id)?.face
    )
    this.#renew(this.#standing.takeAll())
  }

  get cards(): ReadonlyMap<string, CardShape> {
    return this.#cards
  }

  get frames(): ReadonlyMap<string, FrameShape> {
    return this.#frames
  }

  get areas(): ReadonlyMap<string, AreaShape> {
    return this.#areas
  }

  get edges(): ReadonlyMap<string, EdgeShape> {
    return this.#edges.all
  }

  /** The box around everything; null where nothing is drawn. */
  get bounds(): Box | null {
    this.#bounds ??= around(
      [...this.#frames.values(), ...this.#areas.values(), ...this.#cards.values()].map(
        ({ box }) => box
      )
    )
    return this.#bounds
  }

  /** Take up what changed in the graph. */
  update({ touched }: GraphChange): SceneChange {
    return this.#renew(this.#standing.take(touched))
  }

  /** Show more or less of a card. */
  fold(card: string, folding: Folding): SceneChange {
    if (folding === 'folded') this.#foldings.delete(card)
    else this.#foldings.set(card, folding)
    return this.#renew({ cards: new Set([card]), frames: new Set() })
  }

  /** Draw cards and frames elsewhere than they stand; what is not named stands where it was. */
  displace(places: ReadonlyMap<string, Point>): SceneChange {
    this.#lifted = places
    return { ...this.#draw(this.#lift()), edges: NO_EDGES }
  }

  /** The cards that share a point with a box. */
  query(box: Box): readonly string[] {
    return this.#index.query(box)
  }

  /** The edges that begin or end at a card. */
  edgesAt(card: string): ReadonlySet<string> {
    return this.#edges.at(card)
  }

  /** The card that shows an element: its own, or the one that it is a part of. */
  cardOf(element: string): string | undefined {
    return this.#standing.cardOf(element)
  }

  /** All cards that stand in a frame or a card, all the way down. */
  contentOf(holder: string): readonly string[] {
    return [...this.#deck.ground.contentOf(holder)]
  }

  /** The card at a point; of several the smallest, which else could not be reached. */
  cardAt({ x, y }: Point): CardShape | undefined {
    const shapes = this.query({ x, y, w: 0, h: 0 }).flatMap(id => this.#cards.get(id) ?? [])
    return smallest(shapes)
  }

  /** The innermost frame or area under a point, as they stood before any drag; what is dragged is none. */
  frameAt(point: Point, without: ReadonlySet<string>): string | undefined {
    const { ground, cards, frames } = this.#deck
    const areas = [...this.#areas.keys()].flatMap(id => {
      const box = ground.areaOf(id, card => cards.get(card)?.box)
      return box === null ? [] : [{ id, box }]
    })
    const grounds = [...areas, ...[...frames].map(([id, { box }]) => ({ id, box }))]
    return smallest(grounds.filter(({ id, box }) => !without.has(id) && holds(box, point)))?.id
  }

  #renew(affected: Affected): SceneChange {
    const changed = this.#deck.renew(affected)
    const edges = this.#edges.renew(affected.cards)
    if (this.#lifted.size === 0) return { ...this.#draw(changed), edges }
    const { cards, frames, areas } = this.#lift()
    for (const id of changed.cards) cards.add(id)
    for (const id of changed.frames) frames.add(id)
    for (const id of changed.areas) areas.add(id)
    return { ...this.#draw({ cards, frames, areas }), edges }
  }

  /** Say anew where everything is that is lifted; returns what that may draw otherwise. */
  #lift(): { cards: Set<string>; frames: Set<string>; areas: Set<string> } {
    const former = this.#displaced
    this.#displaced = this.#withContent(this.#lifted)
    const ids = [...new Set([...former.keys(), ...this.#displaced.keys()])]
    const cards = new Set(ids.filter(id => this.#deck.cards.has(id)))
    const frames = new Set(ids.filter(id => this.#deck.frames.has(id)))
    const areas = new Set(cards)
    for (const id of cards) for (const holder of this.#deck.ground.holdersOf(id)) areas.add(holder)
    return { cards, frames, areas }
  }

  /** Make the shapes of these anew; returns those that are others. */
  #draw(changed: Omit<SceneChange, 'edges'>): Omit<SceneChange, 'edges'> {
    this.#bounds = undefined
    const cards = new Set([...changed.cards].filter(id => this.#drawCard(id)))
    this.#index.put(new Map([...cards].map(id => [id, this.#cards.get(id)?.box])))
    const frames = new Set([...changed.frames].filter(id => this.#drawFrame(id)))
    const areas = new Set([...changed.areas].filter(id => this.#drawArea(id)))
    return { cards, frames, areas }
  }

  /** Tells whether the shape is another. */
  #drawCard(id: string): boolean {
    const [card, former] = [this.#deck.cards.get(id), this.#cards.get(id)]
    if (card === undefined) return this.#cards.delete(id)
    const shape = cardShape(id, card, this.#at(id, card.box))
    if (former !== undefined && isSameCard(shape, former)) return false
    this.#cards.set(id, shape)
    return true
  }

  #drawFrame(id: string): boolean {
    const [frame, former] = [this.#deck.frames.get(id), this.#frames.get(id)]
    if (frame === undefined) return this.#frames.delete(id)
    const shape = frameShape(id, frame, this.#at(id, frame.box))
    if (former !== undefined && isSameFrame(shape, former)) return false
    this.#frames.set(id, shape)
    return true
  }

  #drawArea(id: string): boolean {
    const box = this.#deck.ground.areaOf(id, card => this.#cards.get(card)?.box)
    const former = this.#areas.get(id)
    if (isSameBox(box, former?.box)) return false
    if (box === null) return this.#areas.delete(id)
    this.#areas.set(id, { id, box })
    return true
  }

  /** Where something is drawn that rests here. */
  #at(id: string, box: Box): Box {
    const at = this.#displaced.get(id)
    return at === undefined ? box : { ...box, x: at.x, y: at.y }
  }

  /** A frame takes along what stands in it. */
  #withContent(places: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
    const all = new Map(places)
    for (const [id, { x, y }] of places) {
      const frame = this.#deck.frames.get(id)
      if (frame === undefined) continue
      for (const card of this.#deck.ground.contentOf(id)) {
        const box = this.#deck.cards.get(card)?.box
        if (box === undefined || places.has(card)) continue
        all.set(card, { x: box.x + x - frame.box.x, y: box.y + y - frame.box.y })
      }
    }
    return all
  }
}

function cardShape(id: string, { face, parent, place }: Card, box: Box): CardShape {
  return { id, face, box, parent, isPlaced: place !== null }
}

function frameShape(id: string, { words, isPlaced }: Frame, box: Box): FrameShape {
  return { id, ...words, box, isPlaced }
}

function isSameCard(one: CardShape, other: CardShape): boolean {
  return (
    one.face === other.face &&
    one.parent === other.parent &&
    one.isPlaced === other.isPlaced &&
    isSameBox(one.box, other.box)
  )
}

function isSameFrame(one: FrameShape, other: FrameShape): boolean {
  return (
    one.kind === other.kind &&
    one.title === other.title &&
    one.purpose === other.purpose &&
    one.subdomain === other.subdomain &&
    one.isPlaced === other.isPlaced &&
    isSameBox(one.box, other.box)
  )
}

/** The one with the least area; of equal ones the same each time. */
function smallest<Shape extends { readonly id: string; readonly box: Box }>(
  shapes: readonly Shape[]
): Shape | undefined {
  const area = ({ box }: Shape) => box.w * box.h
  return [...shapes].sort(
    (one, other) => area(one) - area(other) || (one.id < other.id ? -1 : 1)
  )[0]
}
