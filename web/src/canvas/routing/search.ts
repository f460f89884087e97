/** The shortest way with few corners on the lines along the cards of a window (A*). */
import type { Pair, Port } from '@/canvas/routing/ends'
import type { Point, Reach } from '@/canvas/routing/geometry'
import { Grid } from '@/canvas/routing/grid'
import { Heap } from '@/canvas/routing/heap'
import type { Standing } from '@/canvas/routing/obstacles'

/** A way: from which side to which, and its corners between. */
export interface Found {
  readonly from: Port
  readonly to: Port
  readonly corners: readonly Point[]
}

/** A corner costs as much as this much of length. */
const CORNER = 60
/** After so many steps the search hurries: ways become a little longer, and are found at once. */
const PATIENCE = 6_000

/** The directions: right, down, left, up; even ones are level. */
const RIGHT = 0
const LEFT = 2

interface Goal {
  readonly port: Port
  readonly column: number
  readonly row: number
  readonly x: number
  readonly y: number
  /** The direction of the last step, into the card. */
  readonly inward: number
}

/** Holds the memory of a search, so that the next one needs none; not for two at a time. */
export class Search {
  readonly #grid = new Grid()
  readonly #heap = new Heap()
  #costs = new Float64Array(0)
  #origins = new Int32Array(0)
  #stamps = new Int32Array(0)
  #stamp = 0
  #goals: readonly Goal[] = []
  #starts: readonly Port[] = []
  #hurry = 1

  find(pair: Pair, cards: readonly Standing[], window: Reach): Found | null {
    this.#grid.lay(pair, cards, window)
    this.#goals = pair.to.sides.map(port => this.#goal(port))
    this.#starts = pair.from.sides
    return this.#run(1, PATIENCE) ?? this.#run(3, Number.POSITIVE_INFINITY)
  }

  #goal(port: Port): Goal {
    const { out: x, y, side } = port
    const [column, row] = this.#grid.at(x, y)
    return { port, column, row, x, y, inward: side === 'left' ? RIGHT : LEFT }
  }

  #run(hurry: number, patience: number): Found | null {
    this.#begin(hurry)
    for (let steps = 0; steps < patience; steps += 1) {
      const state = this.#heap.pop()
      if (state < 0) return null
      const goal = this.#reached(state)
      if (goal !== null) return this.#trace(state, goal)
      this.#spread(state)
    }
    return null
  }

  #begin(hurry: number): void {
    this.#hurry = hurry
    const states = this.#grid.size * 4
    if (states > this.#costs.length) {
      this.#costs = new Float64Array(states)
      this.#origins = new Int32Array(states)
      this.#stamps = new Int32Array(states)
      this.#stamp = 0
    }
    this.#stamp += 1
    this.#heap.clear()
    for (const port of this.#starts) {
      const [column, row] = this.#grid.at(port.out, port.y)
      const direction = port.side === 'left' ? LEFT : RIGHT
      const straight = Math.abs(port.out - port.x)
      this.#visit(column, row, direction, straight, -1)
    }
  }

  #reached(state: number): Goal | null {
    const direction = state & 3
    const node = state >> 2
    for (const goal of this.#goals) {
      if (this.#grid.node(goal.column, goal.row) === node && goal.inward === direction) return goal
    }
    return null
  }

  /** From a state all next ones: on, and to either side; at a goal also turned into it. */
  #spread(state: number): void {
    const cost = this.#costs[state] as number
    const direction = state & 3
    const node = state >> 2
    const column = node % this.#grid.columns
    const row = (node - column) / this.#grid.columns
    this.#step(column, row, direction, cost, state)
    this.#step(column, row, (direction + 1) & 3, cost + CORNER, state)
    this.#step(column, row, (direction + 3) & 3, cost + CORNER, state)
    if ((direction & 1) === 0) return
    for (const goal of this.#goals) {
      if (goal.column !== column || goal.row !== row) continue
      this.#visit(column, row, goal.inward, cost + CORNER, state)
    }
  }

  #step(column: number, row: number, direction: number, cost: number, origin: number): void {
    const grid = this.#grid
    if (!grid.isFree(column, row, direction)) return
    const ahead = direction < 2 ? 1 : -1
    if ((direction & 1) === 0) {
      const length = Math.abs(grid.x(column + ahead) - grid.x(column))
      this.#visit(column + ahead, row, direction, cost + length, origin)
    } else {
      const length = Math.abs(grid.y(row + ahead) - grid.y(row))
      this.#visit(column, row + ahead, direction, cost + length, origin)
    }
  }

  #visit(column: number, row: number, direction: number, cost: number, origin: number): void {
    const state = this.#grid.node(column, row) * 4 + direction
    const isKnown = this.#stamps[state] === this.#stamp
    if (isKnown && (this.#costs[state] as number) <= cost) return
    this.#stamps[state] = this.#stamp
    this.#costs[state] = cost
    this.#origins[state] = origin
    this.#heap.push(state, cost + this.#hurry * this.#left(column, row, direction))
  }

  /** No more than what is left to the nearest goal. */
  #left(column: number, row: number, direction: number): number {
    const x = this.#grid.x(column)
    const y = this.#grid.y(row)
    let least = Number.POSITIVE_INFINITY
    for (const goal of this.#goals) {
      const length = Math.abs(goal.x - x) + Math.abs(goal.y - y)
      least = Math.min(least, length + CORNER * corners(x, y, direction, goal))
    }
    return least
  }

  #trace(end: number, goal: Goal): Found {
    const corners: Point[] = []
    let state = end
    let origin = this.#origins[state] as number
    while (origin >= 0) {
      if ((origin & 1) !== (state & 1)) corners.push(this.#point(origin))
      state = origin
      origin = this.#origins[state] as number
    }
    const side = (state & 3) === LEFT ? 'left' : 'right'
    const from = this.#starts.find(port => port.side === side)
    if (from === undefined) throw new Error('a way begins where the search began')
    return { from, to: goal.port, corners: corners.reverse() }
  }

  #point(state: number): Point {
    const node = state >> 2
    const column = node % this.#grid.columns
    return {
      x: this.#grid.x(column),
      y: this.#grid.y((node - column) / this.#grid.columns)
    }
  }
}

/** At least so many corners are needed to enter a goal from here. */
function corners(x: number, y: number, direction: number, goal: Goal): number {
  const ahead = goal.inward === RIGHT ? goal.x - x : x - goal.x
  if ((direction & 1) === 1) return verticalCorners(y, direction, goal, ahead)
  if (direction === goal.inward) return y === goal.y && ahead >= 0 ? 0 : 2
  return y === goal.y ? 4 : 2
}

function verticalCorners(y: number, direction: number, goal: Goal, ahead: number): number {
  const onTheWay = direction === 1 ? goal.y >= y : goal.y <= y
  return onTheWay && ahead >= 0 ? 1 : 3
}
