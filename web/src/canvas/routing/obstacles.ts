/** The cards that edges go around, found by where they are. */
import { around, type Box, MARGIN, type Reach, sameBox } from '@/canvas/routing/geometry'
import { Plane } from '@/canvas/routing/plane'

export interface Obstacle {
  readonly id: string
  readonly box: Box
}

/** A card with the margin it keeps free. */
export interface Standing extends Obstacle {
  readonly reach: Reach
}

export class Obstacles {
  readonly #standing = new Map<string, Standing>()
  readonly #plane = new Plane<Standing>()

  get(id: string): Standing | undefined {
    return this.#standing.get(id)
  }

  /** Put a card where it is now; false when it stood there already. */
  put({ id, box }: Obstacle): boolean {
    const before = this.#standing.get(id)
    if (before !== undefined && sameBox(before.box, box)) return false
    this.remove(id)
    const standing = { id, box, reach: around(box, MARGIN) }
    this.#standing.set(id, standing)
    this.#plane.add(standing)
    return true
  }

  remove(id: string): void {
    const standing = this.#standing.get(id)
    if (standing === undefined) return
    this.#standing.delete(id)
    this.#plane.remove(standing)
  }

  /** The cards whose margin shares more than a border with the rectangle, in no order one may rely on. */
  within(left: number, top: number, right: number, bottom: number): Standing[] {
    return this.#plane.within(left, top, right, bottom)
  }
}
