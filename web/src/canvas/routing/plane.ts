/** Things by where they reach: a grid of cells, each of which knows what reaches into it. */
import type { Reach } from '@/canvas/routing/geometry'

export interface Reaching {
  readonly reach: Reach
}

interface Entry<Item> {
  readonly item: Item
  readonly reach: Reach
  /** The number of the last look that met it: a thing reaches into several cells. */
  met: number
}

const CELL = 256
const HALF = 1 << 20

export class Plane<Item extends Reaching> {
  readonly #entries = new Map<Item, Entry<Item>>()
  readonly #cells = new Map<number, Entry<Item>[]>()
  #looks = 0

  add(item: Item): void {
    const entry = { item, reach: item.reach, met: 0 }
    this.#entries.set(item, entry)
    for (const key of cellsOf(item.reach)) {
      const cell = this.#cells.get(key)
      if (cell === undefined) this.#cells.set(key, [entry])
      else cell.push(entry)
    }
  }

  remove(item: Item): void {
    const entry = this.#entries.get(item)
    if (entry === undefined) return
    this.#entries.delete(item)
    for (const key of cellsOf(item.reach)) {
      const cell = this.#cells.get(key)
      if (cell === undefined) continue
      cell.splice(cell.indexOf(entry), 1)
      if (cell.length === 0) this.#cells.delete(key)
    }
  }

  /** What shares more than a border with the rectangle, in no order one may rely on. */
  within(left: number, top: number, right: number, bottom: number): Item[] {
    this.#looks += 1
    const found: Item[] = []
    const lastColumn = Math.floor(right / CELL)
    const lastRow = Math.floor(bottom / CELL)
    for (let column = Math.floor(left / CELL); column <= lastColumn; column += 1) {
      for (let row = Math.floor(top / CELL); row <= lastRow; row += 1) {
        const cell = this.#cells.get(keyOf(column, row))
        if (cell !== undefined) this.#meet(cell, found, { left, top, right, bottom })
      }
    }
    return found
  }

  #meet(cell: readonly Entry<Item>[], found: Item[], area: Reach): void {
    for (const entry of cell) {
      if (entry.met === this.#looks) continue
      const { reach } = entry
      if (reach.left >= area.right || reach.right <= area.left) continue
      if (reach.top >= area.bottom || reach.bottom <= area.top) continue
      entry.met = this.#looks
      found.push(entry.item)
    }
  }
}

function keyOf(column: number, row: number): number {
  return (column + HALF) * (2 * HALF) + (row + HALF)
}

function* cellsOf(reach: Reach): Generator<number> {
  for (let column = Math.floor(reach.left / CELL); column <= reach.right / CELL; column += 1) {
    for (let row = Math.floor(reach.top / CELL); row <= reach.bottom / CELL; row += 1) {
      yield keyOf(column, row)
    }
  }
}
