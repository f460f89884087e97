/** Arrow keys move what is selected; a run of them is one gesture. */
import type { Desk } from '@/canvas/gestures/desk'
import { boxesOf } from '@/canvas/gestures/dragStroke'
import type { Point } from '@/canvas/scene/box'
import { nudge } from '@/model/gestures/movement'

/** A run ends when the keys rest for so long, in milliseconds. */
const REST = 600

export class Nudging {
  readonly #desk: Desk
  #ids: readonly string[] = []
  #by: Point = { x: 0, y: 0 }
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Move these on by so much. */
  go(ids: readonly string[], by: Point): void {
    if (this.#ids.join() !== ids.join()) this.settle()
    this.#ids = ids
    this.#by = { x: this.#by.x + by.x, y: this.#by.y + by.y }
    this.#lift()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.settle(), REST)
  }

  /** Tell the model how far the run went; before anything else is done. */
  settle(): void {
    clearTimeout(this.#timer)
    const { workspace, stage } = this.#desk
    const { graph } = workspace
    const ids = this.#ids.filter(id => graph.get(id) !== undefined)
    const { x, y } = this.#by
    stage.lift(null)
    const drawn = boxesOf(this.#desk, ids)
    this.#ids = []
    this.#by = { x: 0, y: 0 }
    if (ids.length > 0 && (x !== 0 || y !== 0)) {
      workspace.perform(nudge(graph, ids, x, y, { drawn }))
    }
  }

  #lift(): void {
    const { stage } = this.#desk
    stage.lift(null)
    const { x, y } = this.#by
    const boxes = [...boxesOf(this.#desk, this.#ids)]
    stage.lift(new Map(boxes.map(([id, box]) => [id, { x: box.x + x, y: box.y + y }])))
  }
}
