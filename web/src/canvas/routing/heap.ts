/** Numbers by their cost, the least first; of equal ones the latest. */
export class Heap {
  readonly #items: number[] = []
  readonly #costs: number[] = []

  clear(): void {
    this.#items.length = 0
    this.#costs.length = 0
  }

  push(item: number, cost: number): void {
    const items = this.#items
    const costs = this.#costs
    let place = items.length
    items.push(item)
    costs.push(cost)
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = costs[parent] as number
      if (above < cost) break
      items[place] = items[parent] as number
      costs[place] = above
      place = parent
    }
    items[place] = item
    costs[place] = cost
  }

  /** The item of least cost, or -1. */
  pop(): number {
    const first = this.#items[0]
    const last = this.#items.pop()
    const cost = this.#costs.pop()
    if (first === undefined || last === undefined || cost === undefined) return -1
    if (this.#items.length > 0) this.#sink(last, cost)
    return first
  }

  #sink(item: number, cost: number): void {
    const items = this.#items
    const costs = this.#costs
    const length = items.length
    let place = 0
    for (let child = 1; child < length; child = 2 * place + 1) {
      const right = child + 1
      if (right < length && (costs[right] as number) < (costs[child] as number)) child = right
      if ((costs[child] as number) >= cost) break
      items[place] = items[child] as number
      costs[place] = costs[child] as number
      place = child
    }
    items[place] = item
    costs[place] = cost
  }
}
