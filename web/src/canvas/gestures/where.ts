/** What is under a point of the pane: by the scene, and on a drawn card by what is drawn there. */

import { toCanvas } from '@/canvas/flow/view'
import type { Desk } from '@/canvas/gestures/desk'
import { type CardPart, type Hit, NOTHING } from '@/canvas/gestures/hit'
import { hitTest } from '@/canvas/routing/route'
import type { Box, Point } from '@/canvas/scene/box'
import type { CardShape } from '@/canvas/scene/shapes'

/** In pixels of the screen. */
const RIM = 5
const NEAR_EDGE = 6
const TITLE = 36

/** `target` is the element of the page that the pointer is on. */
export function hitAt(desk: Desk, pane: Point, target: Element | null): Hit {
  const { stage } = desk
  const at = toCanvas(stage.view, pane)
  const handle = handleOf(target)
  if (handle !== null) return { on: 'handle', from: { ...handle, at } }
  const card = drawnCard(desk, target) ?? stage.scene.cardAt(at)
  if (card !== undefined) return cardHit(desk, card, at, target)
  return edgeHit(desk, at) ?? frameHit(desk, at) ?? NOTHING
}

function handleOf(target: Element | null) {
  const handle = target?.closest<HTMLElement>('[data-handle]')
  const card = handle?.dataset['handle']
  return card === undefined ? null : { card, field: handle?.dataset['field'] ?? null }
}

/** Of cards that overlap, the one that is drawn on top. */
function drawnCard({ stage }: Desk, target: Element | null): CardShape | undefined {
  const id = target?.closest<HTMLElement>('[data-card]')?.dataset['card']
  return id === undefined ? undefined : stage.scene.cards.get(id)
}

function cardHit({ stage }: Desk, { id, box }: CardShape, at: Point, target: Element | null): Hit {
  const isRim = Math.abs(at.x - box.x - box.w) * stage.view.zoom <= RIM
  const isFull = stage.picture.getState().level === 'full'
  if (isRim && isFull) return { on: 'card', id, part: 'rim', row: null }
  const row = target?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? null
  const named = target?.closest<HTMLElement>('[data-part]')?.dataset['part']
  const part: CardPart = named === 'header' || named === 'fold' ? named : 'body'
  return { on: 'card', id, part, row }
}

function edgeHit({ stage }: Desk, at: Point): Hit | null {
  const { picture, routes, view } = stage
  if (picture.getState().level === 'overview') return null
  const reach = NEAR_EDGE / view.zoom
  const near: Box = { x: at.x - reach, y: at.y - reach, w: 2 * reach, h: 2 * reach }
  const found = routes.query(near).flatMap(id => routes.route(id) ?? [])
  const route = hitTest(found, at, reach)
  return route === null ? null : { on: 'edge', id: route.id }
}

function frameHit({ stage }: Desk, at: Point): Hit | null {
  const id = stage.scene.frameAt(at, NONE)
  const box = id === undefined ? undefined : stage.scene.frames.get(id)?.box
  if (id === undefined || box === undefined) return null
  const title = Math.max(TITLE, TITLE / Math.max(stage.view.zoom, 0.25) / 2)
  if (at.y - box.y <= title) return { on: 'frame', id, part: 'header' }
  const rim = RIM / stage.view.zoom
  const isRim = at.x - box.x < rim || box.x + box.w - at.x < rim || box.y + box.h - at.y < rim
  return { on: 'frame', id, part: isRim ? 'rim' : 'inside' }
}

const NONE: ReadonlySet<string> = new Set()
