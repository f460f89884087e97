/** The edges that are asked for, and those of each card. */
import type { EdgeRequest } from '@/canvas/routing/ends'

export class Edges {
  readonly #requests = new Map<string, EdgeRequest>()
  readonly #byCard = new Map<string, Set<string>>()

  get(id: string): EdgeRequest | undefined {
    return this.#requests.get(id)
  }

  of(card: string): Iterable<string> {
    return this.#byCard.get(card) ?? []
  }

  put(request: EdgeRequest): void {
    this.remove(request.id)
    this.#requests.set(request.id, request)
    for (const card of [request.from.card, request.to.card]) {
      const edges = this.#byCard.get(card)
      if (edges === undefined) this.#byCard.set(card, new Set([request.id]))
      else edges.add(request.id)
    }
  }

  remove(id: string): void {
    const request = this.#requests.get(id)
    if (request === undefined) return
    this.#requests.delete(id)
    for (const card of [request.from.card, request.to.card]) {
      const edges = this.#byCard.get(card)
      edges?.delete(id)
      if (edges?.size === 0) this.#byCard.delete(card)
    }
  }
}
