/** Equal gaps: in the middle between two, or as far from the next as that is from the one behind it. */
import { type Axis, overlap, type Span, spanOf } from '@/canvas/arranging/span'
import type { Box } from '@/canvas/scene/box'

export interface Gap {
  /** How far the dragged box has to go. */
  readonly by: number
  /** The equal gaps, between the boxes as they then stand. */
  readonly spans: readonly Span[]
  /** Where they are, in the other direction. */
  readonly at: number
}

/** The nearest place with equal gaps, if one is within reach. */
export function gapAlong(
  whole: Box,
  others: readonly Box[],
  axis: Axis,
  reach: number
): Gap | null {
  const across = spanOf(whole, axis === 'x' ? 'y' : 'x')
  const row = others
    .filter(box => overlap(spanOf(box, axis === 'x' ? 'y' : 'x'), across))
    .map(box => spanOf(box, axis))
    .sort((one, other) => one.from - other.from || one.to - other.to)
  const own = spanOf(whole, axis)
  const at = (across.from + across.to) / 2
  let nearest: Gap | null = null
  for (const wanted of placesIn(row, own)) {
    const by = Math.round(wanted.begin) - own.from
    if (Math.abs(by) > reach || (nearest !== null && Math.abs(by) >= Math.abs(nearest.by))) continue
    nearest = { by, spans: wanted.spans, at }
  }
  return nearest
}

interface Wanted {
  readonly begin: number
  readonly spans: readonly Span[]
}

function* placesIn(row: readonly Span[], own: Span): Iterable<Wanted> {
  const length = own.to - own.from
  const middle = (own.from + own.to) / 2
  const before = row.filter(({ from, to }) => (from + to) / 2 <= middle)
  const after = row.filter(({ from, to }) => (from + to) / 2 > middle)
  const [last, next] = [before.at(-1), after[0]]
  if (last !== undefined && next !== undefined && next.from - last.to >= length) {
    const begin = (last.to + next.from - length) / 2
    yield { begin, spans: [span(last.to, begin), span(begin + length, next.from)] }
  }
  const [behind, beyond] = [before.at(-2), after[1]]
  if (last !== undefined && behind !== undefined && last.from > behind.to) {
    const begin = last.to + last.from - behind.to
    yield { begin, spans: [span(behind.to, last.from), span(last.to, begin)] }
  }
  if (next !== undefined && beyond !== undefined && beyond.from > next.to) {
    const begin = next.from - (beyond.from - next.to) - length
    yield { begin, spans: [span(begin + length, next.from), span(next.to, beyond.from)] }
  }
}

function span(from: number, to: number): Span {
  return { from, to }
}
