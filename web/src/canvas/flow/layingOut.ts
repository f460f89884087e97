/** Cards are given places by the layout: what was asked for, as one gesture; what stands stays. */

import type { Desk } from '@/canvas/gestures/desk'
import { layOut } from '@/canvas/layout/elk'
import type { LayoutEdge, LayoutRequest, Places } from '@/canvas/layout/request'
import { around, type Box } from '@/canvas/scene/box'
import { FRAME } from '@/canvas/scene/ground'
import type { CardShape } from '@/canvas/scene/shapes'
import type { Place } from '@/model/box'
import { placeAll } from '@/model/gestures/movement'
import { report } from '@/model/mishap'
import { isDeclined } from '@/model/wanted'

/** Lay out these cards; more than one at a time waits for none: the newest ends the others. */
export async function layOutCards(
  desk: Desk,
  ids: readonly string[],
  scope: LayoutRequest['scope']
): Promise<void> {
  const { hand, stage } = desk
  hand.getState().waiting?.cancel()
  const request = requestOf(desk, ids, scope)
  if (request.cards.length < 1) return
  const ending = new AbortController()
  const cancel = () => ending.abort(new DOMException('The layout was stopped', 'AbortError'))
  const say = (words: string) => hand.setState({ waiting: { words, cancel } })
  try {
    const places = await layOut(request, ending.signal, say)
    stage.glide()
    place(desk, places)
  } catch (error) {
    if (!ending.signal.aborted) tellFailure(desk, error)
  } finally {
    if (hand.getState().waiting?.cancel === cancel) hand.setState({ waiting: null })
  }
}

/** The cards that nobody has put anywhere. */
export function unplaced({ stage }: Desk): readonly string[] {
  return [...stage.scene.cards.values()].filter(({ isPlaced }) => !isPlaced).map(({ id }) => id)
}

function requestOf(
  { stage }: Desk,
  ids: readonly string[],
  scope: LayoutRequest['scope']
): LayoutRequest {
  const { cards } = stage.scene
  const chosen = new Set(ids)
  const shapes = ids.flatMap(id => cards.get(id) ?? [])
  const others = [...cards.values()].filter(({ id, isPlaced }) => isPlaced && !chosen.has(id))
  const frames = [...stage.scene.frames.values()].filter(
    ({ id }) => !stage.scene.contentOf(id).some(card => chosen.has(card))
  )
  return {
    cards: shapes.map(cardOf),
    edges: edgesAmong(stage.scene, chosen),
    around: [...others, ...frames].map(({ box }) => box),
    scope
  }
}

function cardOf({ id, box, parent }: CardShape) {
  return { id, box, parent }
}

function edgesAmong(scene: Desk['stage']['scene'], ids: ReadonlySet<string>): LayoutEdge[] {
  const edges: LayoutEdge[] = []
  for (const { source, target } of scene.edges.values()) {
    if (ids.has(source) && ids.has(target)) edges.push({ from: source, to: target })
  }
  return edges
}

function place(desk: Desk, places: Places): void {
  const { workspace } = desk
  const outcome = placeAll(workspace.graph, new Map([...places, ...framesAround(desk, places)]))
  const label = `Laid out ${places.size} ${places.size === 1 ? 'card' : 'cards'}`
  workspace.perform(isDeclined(outcome) ? outcome : { ...outcome, label })
}

/** A frame with a place of its own goes where all that stands in it has gone. */
function framesAround({ workspace, stage }: Desk, places: Places): readonly [string, Place][] {
  const { scene } = stage
  return [...scene.frames.keys()].flatMap((id): [string, Place][] => {
    const content = scene.contentOf(id)
    const isAll = content.length > 0 && content.every(card => places.has(card))
    if (!isAll || !workspace.graph.get(id)?.registers.has('position')) return []
    const all = around(
      content.map(card => ({ ...SIZELESS, ...scene.cards.get(card)?.box, ...places.get(card) }))
    )
    if (all === null) return []
    const { side, top } = FRAME
    return [[id, { x: all.x - side, y: all.y - top, w: all.w + 2 * side, h: all.h + top + side }]]
  })
}

const SIZELESS: Box = { x: 0, y: 0, w: 0, h: 0 }

function tellFailure({ workspace }: Desk, error: unknown): void {
  report(error)
  workspace.tell({
    tone: 'refusal',
    fact: 'The cards could not be laid out',
    remedy: 'They stand where they were. Select fewer and tidy those, or place them by hand.'
  })
}
