/** Frames and areas under the cards, and the titles of frames over everything. */
import { type Brush, pixelsOf } from '@/canvas/overview/brush'
import { fitterOf } from '@/canvas/overview/fitting'
import { type Box, touches } from '@/canvas/scene/box'
import type { AreaShape, FrameShape } from '@/canvas/scene/shapes'

interface Grounds {
  readonly frames: ReadonlyMap<string, FrameShape>
  readonly areas: ReadonlyMap<string, AreaShape>
}

const FRAME = { line: 1.5, radius: 12 } as const
const AREA = { radius: 12, dash: [4, 3] } as const
/** On the screen; where a title is higher than the room above the cards, it has a halo. */
const TITLE = { size: 12, left: 8, top: 5, halo: 4 } as const

export function paintGround(brush: Brush, { frames, areas }: Grounds, seen: Box): void {
  const { pen, palette } = brush
  paintBoxes(brush, visible(frames.values(), seen), FRAME.radius)
  pen.fillStyle = palette.tints.context.bg
  pen.fill()
  pen.strokeStyle = palette.tints.context.line
  pen.lineWidth = FRAME.line
  pen.stroke()
  paintBoxes(brush, visible(areas.values(), seen), AREA.radius)
  pen.fillStyle = palette.area
  pen.fill()
  pen.strokeStyle = palette.tints.aggregate.line
  pen.lineWidth = 1
  pen.setLineDash([...AREA.dash])
  pen.stroke()
  pen.setLineDash([])
}

export function paintTitles(
  { pen, palette, view }: Brush,
  frames: Iterable<FrameShape>,
  seen: Box
): void {
  pen.font = `600 ${TITLE.size}px ${palette.sans}`
  pen.textAlign = 'left'
  pen.textBaseline = 'top'
  pen.lineJoin = 'round'
  pen.lineWidth = TITLE.halo
  pen.strokeStyle = palette.canvas
  pen.fillStyle = palette.text
  const shorten = fitterOf(pen, TITLE.size)
  for (const { box, title } of visible(frames, seen)) {
    const { x, y, w } = pixelsOf(box, view)
    const words = shorten(title, w - 2 * TITLE.left)
    if (words === '') continue
    pen.strokeText(words, x + TITLE.left, y + TITLE.top)
    pen.fillText(words, x + TITLE.left, y + TITLE.top)
  }
}

function paintBoxes({ pen, view }: Brush, shapes: Iterable<{ box: Box }>, radius: number): void {
  pen.beginPath()
  for (const { box } of shapes) {
    const { x, y, w, h } = pixelsOf(box, view)
    pen.roundRect(x, y, w, h, radius * view.zoom)
  }
}

function* visible<Shape extends { readonly box: Box }>(
  shapes: Iterable<Shape>,
  seen: Box
): Iterable<Shape> {
  for (const shape of shapes) if (touches(shape.box, seen)) yield shape
}
