/**
 * Where dragged cards come to rest: in line with others, at equal gaps, else on the grid of 8.
 *
 * Each direction is decided by itself. What is dragged together counts as one box.
 */
import { type Gap, gapAlong } from '@/canvas/arranging/gaps'
import { type Axis, ends, type Span, spanOf } from '@/canvas/arranging/span'
import { around, type Box, padded, stepped } from '@/canvas/scene/box'

/** What is shown while a drag is in line: a line through the boxes, or equal gaps between them. */
export type Guide =
  | {
      readonly guide: 'line'
      /** The direction that it fixes: a line for `x` is upright. */
      readonly axis: Axis
      readonly at: number
      readonly from: number
      readonly to: number
    }
  | {
      readonly guide: 'gap'
      readonly axis: Axis
      readonly from: number
      readonly to: number
      /** Where it is drawn, in the other direction. */
      readonly at: number
    }

export interface Snap {
  readonly dx: number
  readonly dy: number
  readonly guides: readonly Guide[]
}

/** What else is there, without what is dragged. */
export type Near = (box: Box) => readonly Box[]

/** On the screen, in pixels. */
const REACH = 6
/** How far away others still matter, in pixels of the screen. */
const SIGHT = 600

/** How to correct the place of what is dragged, and what to show for it. */
export function snap(moving: readonly Box[], near: Near, zoom: number): Snap {
  const whole = around(moving)
  if (whole === null) return { dx: 0, dy: 0, guides: [] }
  const others = near(padded(whole, SIGHT / zoom))
  const dx = correction(whole, others, 'x', REACH / zoom)
  const dy = correction(whole, others, 'y', REACH / zoom)
  const rest = { ...whole, x: whole.x + dx.by, y: whole.y + dy.by }
  return {
    dx: dx.by,
    dy: dy.by,
    guides: [...guidesOf(dx, rest, others, 'x'), ...guidesOf(dy, rest, others, 'y')]
  }
}

interface Correction {
  readonly by: number
  readonly to: 'line' | Gap | 'grid'
}

/** The nearest line; a gap where no line is as near; the grid where there is neither. */
function correction(whole: Box, others: readonly Box[], axis: Axis, reach: number): Correction {
  const line = nearestLine(spanOf(whole, axis), others, axis, reach)
  const gap = gapAlong(whole, others, axis, reach)
  if (gap !== null && (line === null || Math.abs(gap.by) < Math.abs(line))) {
    return { by: gap.by, to: gap }
  }
  if (line !== null) return { by: line, to: 'line' }
  return { by: stepped(whole[axis]) - whole[axis], to: 'grid' }
}

/** How far the nearest line is that somebody else has too; in whole units. */
function nearestLine(span: Span, others: readonly Box[], axis: Axis, reach: number): number | null {
  let least: number | null = null
  for (const line of others.flatMap(other => ends(spanOf(other, axis)))) {
    for (const away of ends(span).map(own => line - own)) {
      const by = Math.round(span.from + away) - span.from
      const isNearer = least === null || Math.abs(by) < Math.abs(least)
      if (Math.abs(away) <= reach && isNearer) least = by
    }
  }
  return least
}

function guidesOf(
  { to }: Correction,
  rest: Box,
  others: readonly Box[],
  axis: Axis
): readonly Guide[] {
  if (to === 'grid') return []
  if (to === 'line') return linesThrough(rest, others, axis)
  return to.spans.map(({ from, to: end }) => ({ guide: 'gap', axis, from, to: end, at: to.at }))
}

/** A line for each end or middle that somebody shares. */
function linesThrough(rest: Box, others: readonly Box[], axis: Axis): readonly Guide[] {
  const across: Axis = axis === 'x' ? 'y' : 'x'
  return ends(spanOf(rest, axis)).flatMap(at => {
    const sharing = others.filter(box =>
      ends(spanOf(box, axis)).some(line => Math.abs(line - at) < 1)
    )
    if (sharing.length === 0) return []
    const spans = [rest, ...sharing].map(box => spanOf(box, across))
    const from = Math.min(...spans.map(span => span.from))
    const to = Math.max(...spans.map(span => span.to))
    return [{ guide: 'line', axis, at, from, to } as const]
  })
}
