/** Boxes in the colours of their kinds, with names where these can be read. */
import { type Brush, pixelsOf } from '@/canvas/overview/brush'
import { fitterOf } from '@/canvas/overview/fitting'
import type { TintColours } from '@/canvas/overview/palette'
import type { Box } from '@/canvas/scene/box'
import type { CardShape } from '@/canvas/scene/shapes'
import type { Tint } from '@/kinds/looks'

/** From this width on the screen a box has its name and round corners. */
const READABLE = 48
const RADIUS = 3
const NAME = 11
/** A box that is lower would have its name across its border. */
const NAMED = 16
/** A smaller box has no room for a line around it. */
const LEAST_WITH_LINE = 4

interface Boxed {
  readonly name: string
  readonly box: Box
}

export function paintCards(brush: Brush, cards: readonly CardShape[]): void {
  for (const [tint, boxes] of byTint(brush, cards)) {
    const colours = brush.palette.tints[tint]
    const large = boxes.filter(({ box }) => box.w >= READABLE)
    const small = boxes.filter(({ box }) => box.w < READABLE)
    paintSmall(brush, small, colours)
    paintLarge(brush, large, colours)
  }
}

function byTint({ view }: Brush, cards: readonly CardShape[]): ReadonlyMap<Tint, Boxed[]> {
  const groups = new Map<Tint, Boxed[]>()
  for (const { box, face } of cards) {
    const boxed = { name: face.name, box: pixelsOf(box, view) }
    const group = groups.get(face.look.tint)
    if (group === undefined) groups.set(face.look.tint, [boxed])
    else group.push(boxed)
  }
  return groups
}

/** Two rows of plain rectangles are faster than one of outlined ones. */
function paintSmall({ pen }: Brush, boxes: readonly Boxed[], { line, bg }: TintColours): void {
  pen.fillStyle = line
  for (const { box } of boxes) pen.fillRect(box.x, box.y, box.w, box.h)
  pen.fillStyle = bg
  for (const { box } of boxes) {
    if (Math.min(box.w, box.h) < LEAST_WITH_LINE) continue
    pen.fillRect(box.x + 1, box.y + 1, box.w - 2, box.h - 2)
  }
}

function paintLarge({ pen, palette }: Brush, boxes: readonly Boxed[], colours: TintColours): void {
  if (boxes.length === 0) return
  pen.beginPath()
  for (const { box } of boxes) {
    pen.roundRect(box.x + 0.5, box.y + 0.5, box.w - 1, Math.max(1, box.h - 1), RADIUS)
  }
  pen.fillStyle = colours.bg
  pen.fill()
  pen.strokeStyle = colours.line
  pen.lineWidth = 1
  pen.stroke()
  pen.fillStyle = colours.ink
  pen.font = `600 ${NAME}px ${palette.sans}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  const shorten = fitterOf(pen, NAME)
  for (const { box, name } of boxes) {
    if (box.h < NAMED) continue
    pen.fillText(shorten(name, box.w - 8), box.x + box.w / 2, box.y + box.h / 2 + 0.5)
  }
}
