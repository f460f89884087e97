/** What of the canvas a person sees: React Flow's transform, and the size of the pane on screen. */
import type { Box, Point } from '@/canvas/scene/box'

export interface View {
  /** Where the canvas' origin stands on the pane, in pixels of the screen. */
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

export const LEAST_ZOOM = 0.02
export const MOST_ZOOM = 2

/** The part of the canvas that is seen. */
export function seen({ x, y, zoom, width, height }: View): Box {
  return { x: -x / zoom, y: -y / zoom, w: width / zoom, h: height / zoom }
}

/** A point of the pane as a point of the canvas. */
export function toCanvas({ x, y, zoom }: View, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom }
}

/** Room that panels keep free of what is fitted in. */
export interface Insets {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The view that shows a box whole, in the middle, never larger than `most`. */
export function fitted(box: Box, { width, height }: View, insets: Insets, most = 1): View {
  const room = {
    w: Math.max(1, width - insets.left - insets.right),
    h: Math.max(1, height - insets.top - insets.bottom)
  }
  const wanted = Math.min(room.w / Math.max(1, box.w), room.h / Math.max(1, box.h), most)
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, wanted))
  return {
    x: insets.left + (room.w - box.w * zoom) / 2 - box.x * zoom,
    y: insets.top + (room.h - box.h * zoom) / 2 - box.y * zoom,
    zoom,
    width,
    height
  }
}
