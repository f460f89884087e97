/** Edges as thin lines; those that touch the selection are thicker, petrol and over the others. */
import type { Brush } from '@/canvas/overview/brush'
import { straight } from '@/canvas/scene/anchor'
import type { Box, Point } from '@/canvas/scene/box'
import type { CardShape, EdgeShape } from '@/canvas/scene/shapes'

/** The points of an edge's way, by its id. */
export type LineOf = (edge: string) => readonly Point[] | undefined

interface Wired {
  readonly cards: ReadonlyMap<string, CardShape>
  readonly edges: ReadonlyMap<string, EdgeShape>
}

interface Wanted {
  readonly seen: Box
  readonly lineOf: LineOf
  readonly selection: ReadonlySet<string>
}

/** Quiet ones are shown while there are no more edges than this, and where they are selected. */
const MOST_WITH_QUIET = 40
const DOTS = [2, 4]

type Line = readonly Point[]

export function paintEdges(brush: Brush, scene: Wired, wanted: Wanted): void {
  const { pen, palette } = brush
  const { usual, quiet, active } = sorted(scene, wanted)
  pen.lineWidth = 1
  if (usual.length + quiet.length <= MOST_WITH_QUIET) {
    pen.setLineDash(DOTS)
    stroke(brush, quiet, palette.edgeQuiet)
    pen.setLineDash([])
  }
  stroke(brush, usual, palette.edge)
  pen.lineWidth = 2
  stroke(brush, active, palette.edgeActive)
}

function sorted(scene: Wired, { seen, lineOf, selection }: Wanted) {
  const lines = { usual: [] as Line[], quiet: [] as Line[], active: [] as Line[] }
  for (const edge of scene.edges.values()) {
    const line = lineOf(edge.id) ?? between(scene, edge)
    if (line === null || !isSeen(line, seen)) continue
    if (isActive(edge, selection)) lines.active.push(line)
    else if (edge.isQuiet) lines.quiet.push(line)
    else lines.usual.push(line)
  }
  return lines
}

function between({ cards }: Wired, edge: EdgeShape): Line | null {
  const [source, target] = [cards.get(edge.source), cards.get(edge.target)]
  return source && target ? straight(edge, source, target) : null
}

function isActive({ id, source, target }: EdgeShape, selection: ReadonlySet<string>): boolean {
  if (selection.size === 0) return false
  return selection.has(id) || selection.has(source) || selection.has(target)
}

/** Tell whether the box around a line reaches into what is seen. */
function isSeen(line: Line, { x, y, w, h }: Box): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const point of line) {
    if (point.x < left) left = point.x
    if (point.x > right) right = point.x
    if (point.y < top) top = point.y
    if (point.y > bottom) bottom = point.y
  }
  return left <= x + w && right >= x && top <= y + h && bottom >= y
}

function stroke({ pen, view }: Brush, lines: readonly Line[], colour: string): void {
  if (lines.length === 0) return
  pen.strokeStyle = colour
  pen.beginPath()
  for (const line of lines) {
    let isFirst = true
    for (const point of line) {
      const x = Math.round(point.x * view.zoom + view.x) + 0.5
      const y = Math.round(point.y * view.zoom + view.y) + 0.5
      if (isFirst) pen.moveTo(x, y)
      else pen.lineTo(x, y)
      isFirst = false
    }
  }
  pen.stroke()
}
