/**
 * The canvas from far away: thousands of boxes, names, lines and frames painted in one go.
 *
 * Everything is painted anew for each view, one colour after the other: 5,000 cards take less of a
 * frame than moving a picture of them would save.
 */
import { seen, type View } from '@/canvas/flow/view'
import type { Brush, Pen } from '@/canvas/overview/brush'
import { paintCards } from '@/canvas/overview/cards'
import { type LineOf, paintEdges } from '@/canvas/overview/edges'
import { paintGround, paintTitles } from '@/canvas/overview/ground'
import { type Marks, paintMarks } from '@/canvas/overview/marks'
import type { Palette } from '@/canvas/overview/palette'
import type { Box } from '@/canvas/scene/box'
import type { AreaShape, CardShape, EdgeShape, FrameShape } from '@/canvas/scene/shapes'

/** What is painted: a scene, or anything with its shapes. */
interface Painted {
  readonly cards: ReadonlyMap<string, CardShape>
  readonly frames: ReadonlyMap<string, FrameShape>
  readonly areas: ReadonlyMap<string, AreaShape>
  readonly edges: ReadonlyMap<string, EdgeShape>
  query(box: Box): readonly string[]
}

export interface Picture {
  readonly scene: Painted
  readonly marks: Marks
  /** The way of an edge where it has one; else a straight line stands for it. */
  readonly lineOf: LineOf
}

/** Paint what a view sees. The pen is scaled to pixels of the screen. */
export function paintOverview(pen: Pen, picture: Picture, view: View, palette: Palette): void {
  const { scene, marks, lineOf } = picture
  const brush: Brush = { pen, view, palette }
  const part = seen(view)
  pen.clearRect(0, 0, view.width, view.height)
  const cards = scene.query(part).flatMap(id => scene.cards.get(id) ?? [])
  paintGround(brush, scene, part)
  paintEdges(brush, scene, { seen: part, lineOf, selection: marks.selection })
  paintCards(brush, cards)
  paintMarks(brush, scene, cards, marks)
  paintTitles(brush, scene.frames.values(), part)
}
