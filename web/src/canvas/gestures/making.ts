/** New elements, where the hand points: each is named first, and is in the model with its name. */
import { v7 } from 'uuid'
import { seen } from '@/canvas/flow/view'
import { type Desk, perform } from '@/canvas/gestures/desk'
import type { RelationEnd } from '@/canvas/gestures/hit'
import { centreOf, type Point, type Size, stepped } from '@/canvas/scene/box'
import { lookOf } from '@/kinds/looks'
import type { Place } from '@/model/box'
import { relate } from '@/model/gestures/relation'
import { freeName } from '@/model/naming'
import type { NewCard } from '@/workspace/screen'

/** A new card has its name, not its corner, under the pointer. */
const GRIP: Point = { x: 80, y: 16 }
/** What a new card needs, and how far another place is looked for. */
const ROOM: Size = { w: 248, h: 96 }
const LOWER = 48
const LOWEST = 2000
const SELECT = { tool: 'select' } as const

/** Begin an element of a kind at a point, in the frame that is there, by its name. */
export function make(desk: Desk, kind: string, at: Point, size?: Pick<Place, 'w' | 'h'>): void {
  const isFrame = kind === 'context'
  const position = isFrame ? { ...at, ...size } : cornerAt(at)
  begin(desk, { kind, position, parent: isFrame ? null : frameAt(desk, at), from: null })
}

/** Begin one where no hand points: in the middle of what is seen, below what stands there. */
export function makeInView(desk: Desk, kind: string): void {
  const { view, scene } = desk.stage
  const { x, y } = centreOf(seen(view))
  for (let down = 0; ; down += LOWER) {
    const at = { x, y: y + down }
    const isFree = scene.query({ ...cornerAt(at), ...ROOM }).length === 0
    if (isFree || down > LOWEST) {
      make(desk, kind, at)
      return
    }
  }
}

/** Relate what is there to a card; from a field its type, from a card a new field. */
export function relateTo(desk: Desk, from: RelationEnd, to: string): void {
  perform(desk, relate(desk.workspace.graph, { from: from.field ?? from.card, to }))
}

/** Relate to a new entity at a point, as soon as it has a name. */
export function relateToNew(desk: Desk, from: RelationEnd, at: Point): void {
  const position = cornerAt(at, { x: 24, y: 16 })
  const { field, card } = from
  begin(desk, { kind: 'entity', position, parent: frameAt(desk, at), from: field ?? card })
}

function begin(desk: Desk, card: Omit<NewCard, 'part' | 'element' | 'name'>): void {
  const { workspace } = desk
  const name = nameFor(desk, card.kind)
  workspace.select()
  workspace.show({ tool: SELECT, editing: { part: 'new card', element: v7(), name, ...card } })
}

/** `Entity`, `Entity2`: what it is called until somebody says otherwise. */
function nameFor({ workspace }: Desk, kind: string): string {
  const taken = new Set([...workspace.graph.elements()].map(({ name }) => name))
  const title = kind === 'context' ? 'Context' : lookOf(kind).title
  return freeName(title.charAt(0).toUpperCase() + title.slice(1), taken)
}

function frameAt({ stage }: Desk, at: Point): string | null {
  return stage.scene.frameAt(at, NONE) ?? null
}

function cornerAt(at: Point, grip = GRIP): Point {
  return { x: stepped(at.x - grip.x), y: stepped(at.y - grip.y) }
}

const NONE: ReadonlySet<string> = new Set()
