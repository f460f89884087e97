/** The whole model in a small corner: where its cards are, and which part of it is seen. */
import type { View } from '@/canvas/flow/view'
import { type Pen, pixelsOf } from '@/canvas/overview/brush'
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

/** No card is larger on the map than one of a few would be. */
const MOST_ZOOM = 0.1

/** The view that shows everything on a map of this size. */
export function mapOf(bounds: Box | null, { w, h }: Size = MINIMAP): View {
  const { x, y, w: width, h: height } = bounds ?? { x: 0, y: 0, w, h }
  const zoom = Math.min(
    MOST_ZOOM,
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

/** What of the frame around what is seen stays on the map, so that one finds the way back. */
const SLIVER = 5

/** What is seen, as a box on the map, cut at the map's borders; outside it is a sliver at the border. */
export function seenOnMap(seen: Box, map: View): Box {
  const [x, w] = cut(seen.x * map.zoom + map.x, seen.w * map.zoom, map.width)
  const [y, h] = cut(seen.y * map.zoom + map.y, seen.h * map.zoom, map.height)
  return { x, y, w, h }
}

function cut(from: number, length: number, most: number): readonly [number, number] {
  const start = Math.min(Math.max(0, from), most - SLIVER)
  const end = Math.max(Math.min(most, from + length), SLIVER)
  return [start, Math.max(SLIVER, end - start)]
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
