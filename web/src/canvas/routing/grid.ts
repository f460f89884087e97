/** The lines of a window that ways run on, along the margins of its cards, and which of their stretches are free. */
import type { Pair, Port } from '@/canvas/routing/ends'
import type { Reach } from '@/canvas/routing/geometry'
import type { Standing } from '@/canvas/routing/obstacles'

export class Grid {
  #xs: readonly number[] = []
  #ys: readonly number[] = []
  /** Per node whether the stretch to the right of it, and below it, is closed: bits 1 and 2. */
  #closed = new Uint8Array(0)

  get columns(): number {
    return this.#xs.length
  }

  get size(): number {
    return this.#xs.length * this.#ys.length
  }

  x(column: number): number {
    return this.#xs[column] as number
  }

  y(row: number): number {
    return this.#ys[row] as number
  }

  node(column: number, row: number): number {
    return row * this.#xs.length + column
  }

  /** The node at a place that a line runs through. */
  at(x: number, y: number): readonly [number, number] {
    return [first(this.#xs, x), first(this.#ys, y)]
  }

  lay(pair: Pair, cards: readonly Standing[], window: Reach): void {
    const reaches = cards.map(card => reachFor(card, pair))
    const ports = [...pair.from.sides, ...pair.to.sides]
    this.#xs = distinct([
      ...ports.map(port => port.out),
      ...reaches.flatMap(({ left, right }) => inside(window.left, left, right, window.right))
    ])
    this.#ys = distinct([
      ...ports.map(port => port.y),
      ...reaches.flatMap(({ top, bottom }) => inside(window.top, top, bottom, window.bottom))
    ])
    if (this.size > this.#closed.length) this.#closed = new Uint8Array(2 * this.size)
    else this.#closed.fill(0, 0, this.size)
    for (const reach of reaches) this.#close(reach)
  }

  /** Whether the next stretch from a node is there and free: right, down, left, up. */
  isFree(column: number, row: number, direction: number): boolean {
    const node = this.node(column, row)
    switch (direction) {
      case 0:
        return column + 1 < this.#xs.length && ((this.#closed[node] as number) & 1) === 0
      case 1:
        return row + 1 < this.#ys.length && ((this.#closed[node] as number) & 2) === 0
      case 2:
        return column > 0 && ((this.#closed[node - 1] as number) & 1) === 0
      default:
        return row > 0 && ((this.#closed[node - this.#xs.length] as number) & 2) === 0
    }
  }

  #close({ left, top, right, bottom }: Reach): void {
    const xs = this.#xs
    const ys = this.#ys
    const firstColumn = after(xs, left)
    const lastColumn = first(xs, right)
    const firstRow = after(ys, top)
    const lastRow = first(ys, bottom)
    for (let row = firstRow; row < lastRow; row += 1) {
      for (let column = Math.max(firstColumn - 1, 0); column < lastColumn; column += 1) {
        this.#mark(row * xs.length + column, 1)
      }
    }
    for (let row = Math.max(firstRow - 1, 0); row < lastRow; row += 1) {
      for (let column = firstColumn; column < lastColumn; column += 1) {
        this.#mark(row * xs.length + column, 2)
      }
    }
  }

  #mark(node: number, bit: number): void {
    this.#closed[node] = (this.#closed[node] as number) | bit
  }
}

/** The cards at the ends keep as much free at their sides as the edge goes straight. */
function reachFor(card: Standing, { from, to }: Pair): Reach {
  let { left, right } = card.reach
  const widen = (port: Port) => {
    left = Math.min(left, port.out)
    right = Math.max(right, port.out)
  }
  if (card.id === from.card.id) from.sides.forEach(widen)
  if (card.id === to.card.id) to.sides.forEach(widen)
  return { ...card.reach, left, right }
}

/** The borders of a card that are inside the window. */
function inside(low: number, near: number, far: number, high: number): readonly number[] {
  return [near, far].filter(place => place > low && place < high)
}

function distinct(values: number[]): readonly number[] {
  values.sort((one, other) => one - other)
  return values.filter((value, place) => value !== values[place - 1])
}

/** The place of the first value that is not below. */
function first(values: readonly number[], value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The place of the first value above. */
function after(values: readonly number[], value: number): number {
  const place = first(values, value)
  return values[place] === value ? place + 1 : place
}
