/** A pointer over the canvas, as gestures see it. */
import type { Hit } from '@/canvas/gestures/hit'
import type { Point } from '@/canvas/scene/box'

export interface Pointer {
  /** In pixels of the window. */
  readonly screen: Point
  /** In pixels of the pane. */
  readonly pane: Point
  /** In units of the canvas. */
  readonly at: Point
  readonly hit: Hit
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean
}

/** A gesture that has begun: it goes on with the pointer, and ends one way or the other. */
export interface Stroke {
  /** The elements in hand: when somebody else removes them, the stroke ends. */
  readonly about: readonly string[]
  move(pointer: Pointer): void
  end(pointer: Pointer): void
  /** Esc, a lost pointer, or the thing is gone: nothing has happened. */
  cancel(): void
}
