/** The ways of all edges, kept with the scene; what is far or much is routed piece by piece. */
import { pathOf, type Route } from '@/canvas/routing/route'
import { Router } from '@/canvas/routing/router'
import { around, type Box } from '@/canvas/scene/box'
import { BoxIndex } from '@/canvas/scene/boxindex'
import type { Scene } from '@/canvas/scene/scene'
import type { EdgeShape, SceneChange } from '@/canvas/scene/shapes'

/** For so long at a time, in milliseconds, before the screen gets its turn. */
const SLICE = 6

export class Routes {
  readonly #scene: Scene
  readonly #router = new Router()
  readonly #index = new BoxIndex()
  readonly #paths = new WeakMap<Route, string>()
  readonly #changed: () => void
  /** What is in view is routed first. */
  readonly #view: () => Box
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(scene: Scene, view: () => Box, changed: () => void) {
    this.#scene = scene
    this.#view = view
    this.#changed = changed
    this.update({
      cards: new Set(scene.cards.keys()),
      edges: new Set(scene.edges.keys()),
      frames: new Set(),
      areas: new Set()
    })
  }

  /** Take up cards and edges that are others than before. */
  update({ cards, edges }: SceneChange): void {
    if (cards.size === 0 && edges.size === 0) return
    const { cards: shapes, edges: wanted } = this.#scene
    this.#note(
      this.#router.update({
        cards: [...cards].flatMap(id => shapes.get(id) ?? []),
        goneCards: [...cards].filter(id => !shapes.has(id)),
        edges: [...edges].flatMap(id => requestOf(wanted.get(id))),
        goneEdges: [...edges].filter(id => !wanted.has(id))
      })
    )
    if (!this.#router.isSettled) this.#goOn()
  }

  route(edge: string): Route | undefined {
    return this.#router.route(edge)
  }

  pathOf(route: Route): string {
    const held = this.#paths.get(route)
    if (held !== undefined) return held
    const path = pathOf(route)
    this.#paths.set(route, path)
    return path
  }

  /** The edges that may run through a box. */
  query(box: Box): readonly string[] {
    return this.#index.query(box)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #goOn(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#slice()
    })
  }

  #slice(): void {
    const end = performance.now() + SLICE
    const rerouted = new Set<string>()
    for (const ids of this.#router.settle(this.#view())) {
      for (const id of ids) rerouted.add(id)
      if (performance.now() > end) break
    }
    this.#note(rerouted)
    if (rerouted.size > 0) this.#changed()
    if (!this.#router.isSettled) this.#goOn()
  }

  #note(rerouted: ReadonlySet<string>): void {
    if (rerouted.size === 0) return
    const boxOf = (id: string) => {
      const route = this.#router.route(id)
      return route && (around(route.points.map(point => ({ ...point, w: 0, h: 0 }))) ?? undefined)
    }
    this.#index.put(new Map([...rerouted].map(id => [id, boxOf(id)])))
  }
}

function requestOf(edge: EdgeShape | undefined) {
  if (edge === undefined) return []
  const { id, source, sourceRow, target } = edge
  return [{ id, from: { card: source, row: sourceRow }, to: { card: target, row: null } }]
}
