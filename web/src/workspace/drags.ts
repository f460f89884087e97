/**
 * Where the things stand that others drag right now.
 *
 * Who lets go says so at once, and the edit that moves the thing for good arrives a little later:
 * until it does, the thing stays where it was let go, so that it does not jump back and forth.
 */
import type { Point } from '@/workspace/whereabouts'

type Drag = ReadonlyMap<string, Point>

/** Milliseconds after which a drag was given up, or its edit refused. */
const PATIENCE = 600

const NOTHING: Drag = new Map()

export class Drags {
  readonly #changed: () => void
  readonly #held = new Map<number, Drag>()
  readonly #released = new Map<string, { readonly point: Point; readonly timer: Timer }>()
  #all: Drag = NOTHING

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Of all who drag together; the same object until one of them moves. */
  get all(): Drag {
    return this.#all
  }

  /** Take what somebody drags now; an empty map when they let go. */
  take(client: number, drag: Drag): void {
    const former = this.#held.get(client) ?? NOTHING
    if (former.size === 0 && drag.size === 0) return
    for (const [id, point] of former) if (!drag.has(id)) this.#release(id, point)
    for (const id of drag.keys()) this.#settle(id)
    if (drag.size === 0) this.#held.delete(client)
    else this.#held.set(client, drag)
    this.#gather()
  }

  /** These have changed in the model: what was let go has arrived. */
  settle(elements: ReadonlySet<string>): void {
    if (this.#released.size === 0) return
    const arrived = [...this.#released.keys()].filter(id => elements.has(id))
    for (const id of arrived) this.#settle(id)
    if (arrived.length > 0) this.#gather()
  }

  close(): void {
    for (const id of [...this.#released.keys()]) this.#settle(id)
    this.#held.clear()
  }

  #release(id: string, point: Point): void {
    this.#settle(id)
    const timer = setTimeout(() => {
      this.#released.delete(id)
      this.#gather()
    }, PATIENCE)
    this.#released.set(id, { point, timer })
  }

  #settle(id: string): void {
    clearTimeout(this.#released.get(id)?.timer)
    this.#released.delete(id)
  }

  #gather(): void {
    const released = [...this.#released].map(([id, { point }]): [string, Point] => [id, point])
    const all = [...released, ...[...this.#held.values()].flatMap(drag => [...drag])]
    this.#all = all.length === 0 ? NOTHING : new Map(all)
    this.#changed()
  }
}

type Timer = ReturnType<typeof setTimeout>
