/** While something is in hand near the border of the pane, the canvas moves on under it. */
import type { Desk } from '@/canvas/gestures/desk'
import type { Point } from '@/canvas/scene/box'

/** So near the border it begins, in pixels of the screen; at the border it is fastest. */
const BORDER = 28
const FASTEST = 14

export class BorderPan {
  readonly #desk: Desk
  #by: Point = { x: 0, y: 0 }
  #frame = 0
  #goOn: () => void = () => {}

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** The pointer is there now; `goOn` is called after each move of the canvas. */
  follow(pane: Point, goOn: () => void): void {
    const { width, height } = this.#desk.stage.view
    this.#by = { x: speed(pane.x, width), y: speed(pane.y, height) }
    this.#goOn = goOn
    if (this.#by.x === 0 && this.#by.y === 0) this.stop()
    else this.#frame ||= requestAnimationFrame(() => this.#step())
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  #step(): void {
    this.#frame = 0
    const { camera, hand } = this.#desk
    if (hand.getState().doing.doing === 'nothing') return
    camera.pan(this.#by.x, this.#by.y)
    this.#goOn()
    this.#frame ||= requestAnimationFrame(() => this.#step())
  }
}

/** How far the canvas moves in a frame; nothing away from the border. */
function speed(at: number, size: number): number {
  const near = (distance: number) => Math.min(1, Math.max(0, 1 - distance / BORDER))
  return Math.round(FASTEST * (near(at) - near(size - at)))
}
