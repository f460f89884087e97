/** What people select and what is wrong, over the boxes of the overview. */
import type { View } from '@/canvas/flow/view'
import { type Brush, pixelsOf } from '@/canvas/overview/brush'
import { type Box, padded, touches } from '@/canvas/scene/box'
import type { CardShape, FrameShape } from '@/canvas/scene/shapes'

export interface Marks {
  /** What I have selected: cards, frames, and fields, which stand for their edges. */
  readonly selection: ReadonlySet<string>
  /** What others have selected, with the number of their colour: 1 to 8. */
  readonly peers: ReadonlyMap<string, number>
  /** Cards that have a problem, by how grave the gravest is. */
  readonly findings: ReadonlyMap<string, 'error' | 'warn'>
}

interface Marked {
  readonly cards: ReadonlyMap<string, CardShape>
  readonly frames: ReadonlyMap<string, FrameShape>
}

const RADIUS = 4
const PEER = 1.5
const OWN = 2
const HALO = { width: 4, alpha: 0.18 } as const
const DOT = { least: 1.5, most: 4, ofHeight: 0.15 } as const

/** Mine are drawn above theirs. */
export function paintMarks(
  brush: Brush,
  scene: Marked,
  seen: readonly CardShape[],
  marks: Marks
): void {
  const { palette, view } = brush
  const boxes = (ids: Iterable<string>) => boxesOf(scene, ids, view)
  for (const [index, colour] of palette.people.entries()) {
    const theirs = [...marks.peers].filter(([, number]) => number === index + 1)
    outline(brush, boxes(theirs.map(([id]) => id)), { colour, width: PEER, alpha: 1 })
  }
  const own = boxes(marks.selection)
  const halo = own.map(box => padded(box, OWN))
  outline(brush, halo, { colour: palette.accent, ...HALO })
  outline(brush, own, { colour: palette.accent, width: OWN, alpha: 1 })
  if (marks.findings.size > 0) dots(brush, seen, marks.findings)
}

/** Where these are on the screen, as far as they are seen. */
function boxesOf({ cards, frames }: Marked, ids: Iterable<string>, view: View): readonly Box[] {
  const pane = { x: 0, y: 0, w: view.width, h: view.height }
  return [...ids].flatMap(id => {
    const shape = cards.get(id) ?? frames.get(id)
    const box = shape && pixelsOf(shape.box, view)
    return box && touches(box, pane) ? [box] : []
  })
}

interface Outline {
  readonly colour: string
  readonly width: number
  readonly alpha: number
}

/** Lines around boxes, outside of them. */
function outline({ pen }: Brush, boxes: readonly Box[], { colour, width, alpha }: Outline): void {
  if (boxes.length === 0) return
  pen.beginPath()
  for (const box of boxes) {
    const { x, y, w, h } = padded(box, width / 2)
    pen.roundRect(x, y, w, h, RADIUS)
  }
  pen.globalAlpha = alpha
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.stroke()
  pen.globalAlpha = 1
}

/** A dot on the top right corner, no larger than the box bears. */
function dots(
  { pen, view, palette }: Brush,
  seen: readonly CardShape[],
  findings: Marks['findings']
): void {
  for (const level of ['warn', 'error'] as const) {
    pen.beginPath()
    for (const { id, box } of seen) {
      if (findings.get(id) !== level) continue
      const { x, y, w, h } = pixelsOf(box, view)
      const radius = Math.min(DOT.most, Math.max(DOT.least, h * DOT.ofHeight))
      pen.moveTo(x + w + radius, y)
      pen.arc(x + w, y, radius, 0, 2 * Math.PI)
    }
    pen.fillStyle = level === 'error' ? palette.danger : palette.warn
    pen.fill()
  }
}
