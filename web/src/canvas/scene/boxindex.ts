/** Which cards are where. */
import RBush, { type BBox } from 'rbush'
import type { Box } from '@/canvas/scene/box'

interface Entry extends BBox {
  readonly id: string
}

/** From so many new boxes on, making the index anew is faster than adding to it. */
const MANY = 400

export class BoxIndex {
  readonly #tree = new RBush<Entry>()
  readonly #entries = new Map<string, Entry>()

  /** Take up boxes that are new or others; undefined for what is gone. */
  put(boxes: ReadonlyMap<string, Box | undefined>): void {
    const isMuch = boxes.size > MANY && boxes.size * 4 > this.#entries.size
    if (isMuch) this.#tree.clear()
    for (const [id, box] of boxes) {
      const former = this.#entries.get(id)
      if (former !== undefined && !isMuch) this.#tree.remove(former)
      if (box === undefined) this.#entries.delete(id)
      else this.#enter(id, box, !isMuch)
    }
    if (isMuch) this.#tree.load([...this.#entries.values()])
  }

  /** What shares a point with this box, in no order. */
  query(box: Box): string[] {
    return this.#tree.search(extentOf(box)).map(({ id }) => id)
  }

  #enter(id: string, box: Box, isAlone: boolean): void {
    const entry = { ...extentOf(box), id }
    this.#entries.set(id, entry)
    if (isAlone) this.#tree.insert(entry)
  }
}

function extentOf({ x, y, w, h }: Box): BBox {
  return { minX: x, minY: y, maxX: x + w, maxY: y + h }
}
