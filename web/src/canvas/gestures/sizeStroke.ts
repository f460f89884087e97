/** A new frame is drawn from corner to corner. */
import { type Desk, rest } from '@/canvas/gestures/desk'
import { make } from '@/canvas/gestures/making'
import type { Stroke } from '@/canvas/gestures/pointer'
import { spanned } from '@/canvas/gestures/span'
import { type Box, type Point, stepped } from '@/canvas/scene/box'

const LEAST = { w: 120, h: 80 } as const

export function sizeStroke(desk: Desk, kind: string, from: Point): Stroke {
  let box: Box = spanned(from, from)
  return {
    about: [],
    move({ at }) {
      box = spanned(from, at)
      desk.hand.setState({ doing: { doing: 'resizing', box } })
    },
    end() {
      rest(desk)
      const { x, y, w, h } = box
      const size = { w: Math.max(LEAST.w, stepped(w)), h: Math.max(LEAST.h, stepped(h)) }
      make(desk, kind, { x: stepped(x), y: stepped(y) }, size)
    },
    cancel: () => rest(desk)
  }
}
