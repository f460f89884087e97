/**
 * What is on the stage: the part of the scene around the view, at the level that fits the zoom.
 *
 *     graph ──> Scene, Routes ──┐
 *     React Flow's view ────────┴──> Picture: nodes, edges, level   (a frame of the screen later)
 *
 * React Flow is given what is in a window somewhat larger than the view, so that panning within it
 * gives nothing new; the window follows when the view leaves it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { areaNode, cardNode, type FlowNode, frameNode } from '@/canvas/flow/nodes'
import { Routes } from '@/canvas/flow/routes'
import { seen, type View } from '@/canvas/flow/view'
import type { Route } from '@/canvas/routing/route'
import { type Box, encloses, type Point, touches } from '@/canvas/scene/box'
import { type Level, levelOf } from '@/canvas/scene/level'
import { Scene } from '@/canvas/scene/scene'
import type { EdgeShape, Folding, SceneChange } from '@/canvas/scene/shapes'
import type { Graph } from '@/model/graph'

export interface DrawnEdge {
  readonly shape: EdgeShape
  readonly route: Route
}

export interface Picture {
  readonly level: Level
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly DrawnEdge[]
  /** Another number whenever anything that is drawn is another. */
  readonly revision: number
  /** Cards are on their way to the places that a layout gave them. */
  readonly isGliding: boolean
  /** What a hand here has lifted, and where it is. */
  readonly lifted: ReadonlyMap<string, Point> | null
}

type Places = ReadonlyMap<string, Point>

/** A little longer than cards take, in milliseconds. */
const GLIDE = 400
const NOTHING: readonly never[] = []
const NOWHERE: Places = new Map()
const START: View = { x: 0, y: 0, zoom: 1, width: 0, height: 0 }

export class Stage {
  readonly scene: Scene
  readonly routes: Routes
  readonly picture: StoreApi<Picture>
  readonly #graph: Graph
  #version: number
  readonly #edges = new WeakMap<Route, DrawnEdge>()
  readonly #watching = new Set<(view: View) => void>()
  #view = START
  #window: Box | null = null
  #theirs: Places = NOWHERE
  #frame = 0
  #gliding: ReturnType<typeof setTimeout> | undefined

  constructor(graph: Graph) {
    this.#graph = graph
    this.#version = graph.version
    this.scene = new Scene(graph)
    this.routes = new Routes(
      this.scene,
      () => seen(this.#view),
      () => this.#refresh()
    )
    this.picture = createStore<Picture>(() => ({
      level: 'full',
      nodes: NOTHING,
      edges: NOTHING,
      revision: 0,
      isGliding: false,
      lifted: null
    }))
  }

  /** Follow the graph from now on; returns how to stop. */
  open(): () => void {
    if (this.#version !== this.#graph.version) this.#takeAll()
    const leave = this.#graph.subscribe(change => {
      this.#version = this.#graph.version
      this.#take(this.scene.update(change))
    })
    return () => {
      leave()
      this.routes.close()
      clearTimeout(this.#gliding)
      cancelAnimationFrame(this.#frame)
      this.#frame = 0
    }
  }

  get view(): View {
    return this.#view
  }

  /** Follow what is seen; gives a new picture only when that needs one. */
  look(view: View): void {
    this.#view = view
    for (const watch of this.#watching) watch(view)
    const { level } = this.picture.getState()
    const next = levelOf(view.zoom, () => this.scene.query(seen(view)).length, level)
    const isInside = this.#window !== null && encloses(this.#window, seen(view))
    if (next !== level || (!isInside && next !== 'overview')) this.#draw(next)
  }

  /** Be told the view now and whenever it is another; returns how to stop. */
  onLook(watch: (view: View) => void): () => void {
    this.#watching.add(watch)
    watch(this.#view)
    return () => this.#watching.delete(watch)
  }

  /** Hear when cards, frames or edges are others than before; returns how to stop. */
  onChange(hear: () => void): () => void {
    return this.picture.subscribe((now, before) => {
      if (now.revision !== before.revision) hear()
    })
  }

  /** Draw what a hand here has lifted elsewhere; null when it has let go. */
  lift(places: Places | null): void {
    this.picture.setState({ lifted: places })
    this.#displace()
  }

  /** Draw what others have lifted elsewhere. */
  displaceTheirs(places: Places): void {
    if (places.size === 0 && this.#theirs.size === 0) return
    this.#theirs = places
    this.#displace()
  }

  /** Let what is given another place now go there before the eye. */
  glide(): void {
    clearTimeout(this.#gliding)
    this.picture.setState({ isGliding: true })
    this.#gliding = setTimeout(() => this.picture.setState({ isGliding: false }), GLIDE)
  }

  fold(card: string, folding: Folding): void {
    this.#take(this.scene.fold(card, folding))
  }

  #displace(): void {
    const { lifted } = this.picture.getState()
    this.#take(this.scene.displace(new Map([...this.#theirs, ...(lifted ?? NOWHERE)])))
  }

  #takeAll(): void {
    this.#version = this.#graph.version
    const now = [...this.#graph.elements()].map(({ id }) => id)
    const drawn = [...this.scene.cards.keys(), ...this.scene.frames.keys()]
    this.#take(this.scene.update({ touched: new Set([...now, ...drawn]) }))
  }

  #take(change: SceneChange): void {
    this.routes.update(change)
    this.#refresh()
  }

  /** Draw anew with the next frame of the screen. */
  #refresh(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw(this.picture.getState().level)
    })
  }

  #draw(level: Level): void {
    const view = seen(this.#view)
    this.#window = {
      x: view.x - view.w / 2,
      y: view.y - view.h / 2,
      w: view.w * 2,
      h: view.h * 2
    }
    const isFar = level === 'overview'
    const revision = this.picture.getState().revision + 1
    this.picture.setState({
      level,
      revision,
      nodes: isFar ? NOTHING : this.#nodesIn(this.#window, level === 'full' ? 'card' : 'far'),
      edges: isFar ? NOTHING : this.#edgesIn(this.#window)
    })
  }

  #nodesIn(window: Box, type: 'card' | 'far'): readonly FlowNode[] {
    const { frames, areas, cards } = this.scene
    const nodes: FlowNode[] = []
    for (const shape of frames.values())
      if (touches(shape.box, window)) nodes.push(frameNode(shape))
    for (const shape of areas.values()) if (touches(shape.box, window)) nodes.push(areaNode(shape))
    for (const id of this.scene.query(window)) {
      const shape = cards.get(id)
      if (shape !== undefined) nodes.push(cardNode(shape, type))
    }
    return nodes
  }

  #edgesIn(window: Box): readonly DrawnEdge[] {
    return this.routes.query(window).flatMap(id => {
      const shape = this.scene.edges.get(id)
      const route = this.routes.route(id)
      return shape === undefined || route === undefined ? [] : [this.#drawn(shape, route)]
    })
  }

  #drawn(shape: EdgeShape, route: Route): DrawnEdge {
    const held = this.#edges.get(route)
    if (held !== undefined && held.shape === shape) return held
    const made = { shape, route }
    this.#edges.set(route, made)
    return made
  }
}
