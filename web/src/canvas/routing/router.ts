/**
 * The edges of a canvas, kept as cards move.
 *
 * `update` takes a change and routes at once what cannot stay as it is: the edges of the cards that
 * moved, and those that run where a card stands now. `settle` does the rest in small pieces. Once it
 * is through, the routes are the same as if all had been routed from nothing.
 */
import { courseOf } from '@/canvas/routing/course'
import { Edges } from '@/canvas/routing/edges'
import { type EdgeRequest, portsOf } from '@/canvas/routing/ends'
import { around, type Box, MARGIN, type Reach, touch } from '@/canvas/routing/geometry'
import { Lanes } from '@/canvas/routing/lanes'
import { type Obstacle, Obstacles } from '@/canvas/routing/obstacles'
import type { Lane } from '@/canvas/routing/order'
import { cuts, isSameRoute, type Route, routeOf } from '@/canvas/routing/route'
import { Search } from '@/canvas/routing/search'
import { centred, SWAY, type Way } from '@/canvas/routing/way'

/** What came, moved or changed, and the ids of what is gone. */
export interface Change {
  readonly cards?: Iterable<Obstacle>
  readonly goneCards?: Iterable<string>
  readonly edges?: Iterable<EdgeRequest>
  readonly goneEdges?: Iterable<string>
}

/** The ids of routes that are others than before, or gone. */
export type Rerouted = ReadonlySet<string>

/** More edges than this are not routed within one change, but by `settle`. */
const AT_ONCE = 60
/** So many edges are put into their lanes together, at most. */
const PIECE = 2048
const NONE: Rerouted = new Set()

/** What a change stirs up: where, the edges to be routed at once, and those that only keep off. */
interface Stir {
  readonly areas: Reach[]
  readonly urgent: Set<string>
  readonly aside: Set<string>
}

/** What is being done: lanes to be placed, edges whose level lanes then are others, and routes. */
interface Work {
  readonly upright: Lane[]
  readonly unplaced: Set<string>
  readonly level: Lane[]
  readonly unrouted: Set<string>
  readonly rerouted: Set<string>
}

function begun(): Work {
  return {
    upright: [],
    unplaced: new Set(),
    level: [],
    unrouted: new Set(),
    rerouted: new Set()
  }
}

export class Router {
  readonly #obstacles = new Obstacles()
  readonly #search = new Search()
  readonly #edges = new Edges()
  readonly #ways = new Map<string, Way>()
  readonly #upright = new Lanes('upright')
  readonly #level = new Lanes('level')
  readonly #routes = new Map<string, Route>()
  /** What may have a better way by now, or has none yet. */
  readonly #pending = new Set<string>()
  /** What `settle` has begun and not ended. */
  readonly #later = begun()

  route(id: string): Route | undefined {
    return this.#routes.get(id)
  }

  routes(): Iterable<Route> {
    return this.#routes.values()
  }

  /** Whether the routes are the same as from nothing; otherwise `settle` has something to do. */
  get isSettled(): boolean {
    const { upright, unplaced, level, unrouted } = this.#later
    return this.#pending.size + upright.length + unplaced.size + level.length + unrouted.size === 0
  }

  update(change: Change): Rerouted {
    const work = begun()
    for (const id of change.goneEdges ?? []) this.#forget(id, work)
    const stir = this.#move(change)
    for (const request of change.edges ?? []) {
      this.#edges.put(request)
      stir.urgent.add(request.id)
    }
    this.#mark(stir)
    this.#answer(stir, work)
    for (const _ of this.#place(work));
    return work.rerouted
  }

  /**
   * Do what is pending, what is in view first. It may be left after any piece, and begun again after
   * further updates. Each piece tells which routes are others than before.
   */
  *settle(view?: Box): Generator<Rerouted> {
    while (!this.isSettled) {
      for (const id of this.#next(view)) {
        this.#reroute(id, this.#later)
        yield NONE
      }
      for (const _ of this.#place(this.#later)) yield NONE
      yield new Set(this.#later.rerouted)
      this.#later.rerouted.clear()
    }
  }

  /** Put cards where they are now. */
  #move({ cards, goneCards }: Change): Stir {
    const stir: Stir = { areas: [], urgent: new Set(), aside: new Set() }
    for (const id of goneCards ?? []) {
      this.#touch(id, stir)
      this.#obstacles.remove(id)
    }
    for (const card of cards ?? []) {
      const before = this.#obstacles.get(card.id)
      if (!this.#obstacles.put(card)) continue
      if (before !== undefined) stir.areas.push(before.reach)
      this.#touch(card.id, stir)
      this.#clear(around(card.box, MARGIN), stir)
    }
    return stir
  }

  #answer({ urgent, aside }: Stir, work: Work): void {
    if (urgent.size > AT_ONCE) for (const id of urgent) this.#pending.add(id)
    else for (const id of urgent) this.#reroute(id, work)
    for (const id of aside) if (!urgent.has(id)) this.#giveWay(id, work)
  }

  /** The edges of a card must be routed anew, and the place where it stands looked at. */
  #touch(id: string, { areas, urgent }: Stir): void {
    const standing = this.#obstacles.get(id)
    if (standing !== undefined) areas.push(standing.reach)
    for (const edge of this.#edges.of(id)) urgent.add(edge)
  }

  /** Edges that run where a card stands now must go; those that could be placed there keep off. */
  #clear(reach: Reach, { urgent, aside }: Stir): void {
    for (const lanes of [this.#upright, this.#level]) {
      for (const id of lanes.edgesAt(reach)) (this.#runsThrough(id, reach) ? urgent : aside).add(id)
    }
  }

  #runsThrough(id: string, reach: Reach): boolean {
    const route = this.#routes.get(id)
    const way = this.#ways.get(id)
    if (route === undefined || way === undefined) return true
    return cuts(route, reach) || cuts(routeOf(way, way.course.at), reach)
  }

  /** What a change may touch later: edges that looked at the place, or lie near it. */
  #mark({ areas, urgent }: Stir): void {
    if (areas.length === 0) return
    for (const { id, course } of this.#ways.values()) {
      if (urgent.has(id)) continue
      const region = wider(course.region)
      if (areas.some(area => touch(region, area))) this.#pending.add(id)
    }
  }

  #forget(id: string, work: Work): void {
    this.#edges.remove(id)
    this.#pending.delete(id)
    this.#drop(id, work)
  }

  #drop(id: string, { upright, level, rerouted }: Work): void {
    if (!this.#ways.delete(id)) return
    this.#upright.remove(id, upright)
    this.#level.remove(id, level)
    this.#routes.delete(id)
    rerouted.add(id)
  }

  /** Find the way of an edge anew; where it is the same as before, nothing is touched. */
  #reroute(id: string, work: Work): void {
    this.#pending.delete(id)
    const request = this.#edges.get(id)
    if (request === undefined) return
    const pair = portsOf(request, this.#obstacles)
    if (pair === null) {
      this.#drop(id, work)
      return
    }
    const course = courseOf(pair, this.#obstacles, this.#search)
    this.#take(centred(id, pair, course, this.#obstacles), work)
  }

  /** Put the lines of an edge anew into what its channels are now; it keeps its course for the time. */
  #giveWay(id: string, work: Work): void {
    const way = this.#ways.get(id)
    if (way !== undefined) this.#take(centred(id, way.pair, way.course, this.#obstacles), work)
  }

  #take(way: Way, work: Work): void {
    this.#ways.set(way.id, way)
    this.#upright.put(way, this.#obstacles, work.upright)
    work.unplaced.add(way.id)
  }

  /** Place upright lines, then the level ones between them, until nothing is left to do. */
  *#place({ upright, unplaced, level, unrouted, rerouted }: Work): Generator<void> {
    for (const moved of this.#upright.place(upright)) {
      for (const id of moved) unplaced.add(id)
      yield
    }
    for (const id of unplaced) {
      unplaced.delete(id)
      unrouted.add(id)
      const way = this.#ways.get(id)
      if (way !== undefined) this.#level.put(this.#placedUpright(way), this.#obstacles, level)
      yield
    }
    for (const moved of this.#level.place(level)) {
      for (const id of moved) unrouted.add(id)
      yield
    }
    for (const id of unrouted) {
      unrouted.delete(id)
      this.#renew(id, rerouted)
      yield
    }
  }

  #placedUpright(way: Way): Way {
    const places = this.#upright.placesOf(way.id)
    const at = way.at.map((place, line) => (line % 2 === 1 ? (places[line >> 1] ?? place) : place))
    return { ...way, at }
  }

  #renew(id: string, rerouted: Set<string>): void {
    const way = this.#ways.get(id)
    if (way === undefined) return
    const places = this.#level.placesOf(id)
    const upright = this.#placedUpright(way).at
    const at = upright.map((place, line) => (line % 2 === 0 ? (places[line >> 1] ?? place) : place))
    const route = routeOf(way, at)
    const before = this.#routes.get(id)
    if (before !== undefined && isSameRoute(before, route)) return
    this.#routes.set(id, route)
    rerouted.add(id)
  }

  /** The next piece of what is pending: all that is in view, then the others. */
  #next(view: Box | undefined): readonly string[] {
    const pending = [...this.#pending]
    if (view === undefined) return pending.slice(0, PIECE)
    const inView = pending.filter(id => this.#isIn(view, id))
    return (inView.length > 0 ? inView : pending).slice(0, PIECE)
  }

  #isIn(view: Box, id: string): boolean {
    const request = this.#edges.get(id)
    if (request === undefined) return true
    return [request.from, request.to].some(({ card }) => {
      const standing = this.#obstacles.get(card)
      return standing !== undefined && touch(standing.reach, around(view, 0))
    })
  }
}

function wider({ left, top, right, bottom }: Reach): Reach {
  const by = 2 * SWAY + MARGIN
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by }
}
