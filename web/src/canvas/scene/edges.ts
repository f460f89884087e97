/** All edges, by id and by the cards they touch. */
import { edgesFrom } from '@/canvas/scene/edge'
import type { CardFace, EdgeShape } from '@/canvas/scene/shapes'
import type { Element, Graph } from '@/model/graph'

type CardOf = (id: string) => string | undefined
type FaceOf = (id: string) => CardFace | undefined

export class Edges {
  readonly all = new Map<string, EdgeShape>()
  readonly #graph: Graph
  readonly #cardOf: CardOf
  readonly #faceOf: FaceOf
  /** What the elements of a card say, by card. */
  readonly #said = new Map<string, readonly EdgeShape[]>()
  readonly #touching = new Map<string, Set<string>>()

  constructor(graph: Graph, cardOf: CardOf, faceOf: FaceOf) {
    this.#graph = graph
    this.#cardOf = cardOf
    this.#faceOf = faceOf
  }

  /** Read anew what these cards say; returns which edges are others now. */
  renew(cards: ReadonlySet<string>): ReadonlySet<string> {
    const former = this.#saidBy(cards)
    for (const edge of former.values()) this.#drop(edge)
    for (const card of cards) this.#read(card, former)
    const now = this.#saidBy(cards)
    const ids = new Set([...former.keys(), ...now.keys()])
    return new Set([...ids].filter(id => former.get(id) !== now.get(id)))
  }

  /** The edges that begin or end at a card. */
  at(card: string): ReadonlySet<string> {
    return this.#touching.get(card) ?? NONE
  }

  #saidBy(cards: ReadonlySet<string>): ReadonlyMap<string, EdgeShape> {
    const edges = [...cards].flatMap(card => this.#said.get(card) ?? [])
    return new Map(edges.map(edge => [edge.id, edge]))
  }

  #read(card: string, former: ReadonlyMap<string, EdgeShape>): void {
    const [element, face] = [this.#graph.get(card), this.#faceOf(card)]
    const said = element && face ? this.#edgesOf(element, face, former) : []
    if (said.length === 0) this.#said.delete(card)
    else this.#said.set(card, said)
    for (const edge of said) {
      this.all.set(edge.id, edge)
      for (const end of [edge.source, edge.target]) {
        const touching = this.#touching.get(end) ?? new Set()
        this.#touching.set(end, touching.add(edge.id))
      }
    }
  }

  #edgesOf(
    card: Element,
    face: CardFace,
    former: ReadonlyMap<string, EdgeShape>
  ): readonly EdgeShape[] {
    return edgesFrom(this.#graph, card, face, this.#cardOf, former)
  }

  #drop(edge: EdgeShape): void {
    this.all.delete(edge.id)
    for (const end of [edge.source, edge.target]) {
      const touching = this.#touching.get(end)
      touching?.delete(edge.id)
      if (touching?.size === 0) this.#touching.delete(end)
    }
  }
}

const NONE: ReadonlySet<string> = new Set()
