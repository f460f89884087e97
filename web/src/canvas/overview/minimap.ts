/** The whole model in a small corner: where its cards are, and which part of it is seen. */
import { type Pen, pixelsOf, type View } from '@/canvas/overview/brush'
import type { Palette } from '@/canvas/overview/palette'
import type { Box, Size } from '@/canvas/scene/box'
import type { CardShape, FrameShape } from '@/canvas/scene/shapes'

export const MINIMAP: Size = { w: 136, h: 84 }

interface Mapped {
  readonly cards: ReadonlyMap<string, CardShape>
  readonly frames: ReadonlyMap<string, FrameShape>
}

/** Around everything, on the map. */
const MARGIN = 8

/** The view that shows everything on a map of this size. */
export function mapOf(bounds: Box | null, { w, h }: Size = MINIMAP): View {
  const { x, y, w: width, h: height } = bounds ?? { x: 0, y: 0, w, h }
  const zoom = Math.min(
    (w - 2 * MARGIN) / Math.max(1, width),
    (h - 2 * MARGIN) / Math.max(1, height)
  )
  return {
    x: w / 2 - (x + width / 2) * zoom,
    y: h / 2 - (y + height / 2) * zoom,
    zoom,
    width: w,
    height: h
  }
}

/** What is seen, as a box on the map, cut at the map's borders; null where that is outside. */
export function seenOnMap(seen: Box, map: View): Box | null {
  const left = Math.max(0, seen.x * map.zoom + map.x)
  const top = Math.max(0, seen.y * map.zoom + map.y)
  const right = Math.min(map.width, (seen.x + seen.w) * map.zoom + map.x)
  const bottom = Math.min(map.height, (seen.y + seen.h) * map.zoom + map.y)
  if (left >= right || top >= bottom) return null
  return { x: left, y: top, w: right - left, h: bottom - top }
}

/** Paint cards and frames; what is seen is another layer, since it changes with every pan. */
export function paintMinimap(
  pen: Pen,
  scene: Mapped,
  map: View,
  palette: Palette,
  selection: ReadonlySet<string>
): void {
  pen.clearRect(0, 0, map.width, map.height)
  pen.strokeStyle = palette.borderStrong
  pen.lineWidth = 1
  for (const { box } of scene.frames.values()) {
    const { x, y, w, h } = pixelsOf(box, map)
    pen.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1)
  }
  pen.fillStyle = palette.borderStrong
  for (const { box } of scene.cards.values()) fill(pen, box, map)
  pen.fillStyle = palette.accent
  for (const id of selection) {
    const card = scene.cards.get(id)
    if (card !== undefined) fill(pen, card.box, map)
  }
}

function fill(pen: Pen, box: Box, map: View): void {
  const { x, y, w, h } = pixelsOf(box, map)
  pen.fillRect(x, y, w, h)
}
