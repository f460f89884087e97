/** Cards in line and at even distances, by the boxes in which they are drawn. */
import type { Box, Point } from '@/model/box'
import { type Drag, moved } from '@/model/gestures/movement'
import type { Graph } from '@/model/graph'
import type { Outcome } from '@/model/wanted'

export type Edge = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

const WHERE: Readonly<Record<Edge, string>> = {
  left: 'to the left',
  centre: 'by their centres',
  right: 'to the right',
  top: 'to the top',
  middle: 'by their middles',
  bottom: 'to the bottom'
}

/** Bring boxes to one edge of all of them. */
export function align(graph: Graph, boxes: ReadonlyMap<string, Box>, edge: Edge): Outcome {
  if (boxes.size < 2) return { declined: 'Select at least two cards to align them.' }
  const all = around([...boxes.values()])
  const to = new Map([...boxes].map(([id, box]) => [id, aligned(box, all, edge)]))
  return called(moved(graph, to, dragOf(boxes), 'Aligned'), ` ${WHERE[edge]}`)
}

/** Make the gaps between boxes equal, from the first to the last, which stay. */
export function distribute(
  graph: Graph,
  boxes: ReadonlyMap<string, Box>,
  axis: 'across' | 'down'
): Outcome {
  if (boxes.size < 3) return { declined: 'Select at least three cards to spread them evenly.' }
  const [at, size] = axis === 'across' ? (['x', 'w'] as const) : (['y', 'h'] as const)
  const row = [...boxes].sort(([, one], [, other]) => one[at] - other[at])
  const all = around([...boxes.values()])
  const filled = row.reduce((sum, [, box]) => sum + box[size], 0)
  const gap = (all[size] - filled) / (row.length - 1)
  const to = new Map<string, Point>()
  let next = all[at]
  for (const [id, box] of row) {
    to.set(id, { x: box.x, y: box.y, [at]: Math.round(next) })
    next += box[size] + gap
  }
  return called(moved(graph, to, dragOf(boxes), 'Spread'), ` evenly ${axis}`)
}

function aligned(box: Box, all: Box, edge: Edge): Point {
  switch (edge) {
    case 'left':
      return { x: all.x, y: box.y }
    case 'centre':
      return { x: Math.round(all.x + (all.w - box.w) / 2), y: box.y }
    case 'right':
      return { x: all.x + all.w - box.w, y: box.y }
    case 'top':
      return { x: box.x, y: all.y }
    case 'middle':
      return { x: box.x, y: Math.round(all.y + (all.h - box.h) / 2) }
    case 'bottom':
      return { x: box.x, y: all.y + all.h - box.h }
  }
}

/** The box around boxes. */
function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map(box => box.x))
  const y = Math.min(...boxes.map(box => box.y))
  const right = Math.max(...boxes.map(box => box.x + box.w))
  const bottom = Math.max(...boxes.map(box => box.y + box.h))
  return { x, y, w: right - x, h: bottom - y }
}

/** Frames move as they are drawn, with all that is in them. */
function dragOf(boxes: ReadonlyMap<string, Box>): Drag {
  return { drawn: boxes }
}

function called(outcome: Outcome, ending: string): Outcome {
  return 'label' in outcome ? { ...outcome, label: `${outcome.label}${ending}` } : outcome
}
