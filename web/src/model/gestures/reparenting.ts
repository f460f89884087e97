/** Moving elements, with all that is in them, into another frame or out of one. */
import type { Point } from '@/model/box'
import type { Step } from '@/model/edits'
import { reorderSteps } from '@/model/gestures/card'
import { GONE, inItself, misplaced } from '@/model/gestures/declined'
import { type Drag, moveCards, moveSteps } from '@/model/gestures/movement'
import type { Element, Graph } from '@/model/graph'
import { place, shownSiblings } from '@/model/order'
import { rootsOf } from '@/model/subtree'
import type { Declined, Outcome } from '@/model/wanted'
import { called, censusOf } from '@/model/wording'

/** Put elements into a parent, null is the top, at these places; where they stand already, just move. */
export function reparent(
  graph: Graph,
  ids: Iterable<string>,
  parent: string | null,
  positions: ReadonlyMap<string, Point> = new Map(),
  drag: Drag = {}
): Outcome {
  const roots = rootsOf(graph, ids)
  const holder = parent === null ? null : graph.get(parent)
  if (roots.length === 0 || holder === undefined) return GONE
  const moving = roots.filter(each => each.parent !== parent)
  if (moving.length === 0) return moveCards(graph, positions, drag)
  const wrong = firstWrong(graph, moving, holder)
  if (wrong !== null) return wrong
  const whole = new Set([...(drag.whole ?? []), ...moving.map(({ id }) => id)])
  return {
    label: `Moved ${censusOf(moving)} to ${holder === null ? 'the top' : called(holder)}`,
    steps: [
      ...standSteps(graph, moving, parent),
      ...moveSteps(graph, positions, { ...drag, whole })
    ],
    element: moving[0]?.id ?? ''
  }
}

function firstWrong(
  graph: Graph,
  moving: readonly Element[],
  parent: Element | null
): Declined | null {
  for (const element of moving) {
    const wrong =
      inItself(graph, element, parent) ?? misplaced(element.kind, called(element), parent)
    if (wrong !== null) return wrong
  }
  return null
}

/** The steps that put elements behind all that stands in a parent. */
function standSteps(
  graph: Graph,
  moving: readonly Element[],
  parent: string | null
): readonly Step[] {
  const standing = shownSiblings(graph, parent)
  const { orders, rekeyed } = place(standing, standing.length, moving.length)
  const moves = moving.map(
    ({ id }, nth): Step => ({ step: 'move', element: id, parent, order: orders[nth] ?? '' })
  )
  return [...moves, ...reorderSteps(rekeyed)]
}
