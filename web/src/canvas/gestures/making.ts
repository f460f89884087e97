/** New elements, where the hand points; each is named as soon as it is there. */
import { type Desk, perform } from '@/canvas/gestures/desk'
import type { RelationEnd } from '@/canvas/gestures/hit'
import { type Point, stepped } from '@/canvas/scene/box'
import { lookOf } from '@/kinds/looks'
import type { Place } from '@/model/box'
import { createCard } from '@/model/gestures/card'
import { connectToNew, relate } from '@/model/gestures/relation'
import { freeName } from '@/model/naming'

/** A new card has its name, not its corner, under the pointer. */
const GRIP: Point = { x: 80, y: 16 }
const SELECT = { tool: 'select' } as const

/** Make an element of a kind at a point, in the frame that is there, and begin to name it. */
export function make(desk: Desk, kind: string, at: Point, size?: Pick<Place, 'w' | 'h'>): void {
  const { workspace, stage } = desk
  const position = kind === 'context' ? { ...at, ...size } : cornerAt(at)
  const wanted = { kind, name: nameFor(desk, kind), position }
  const within = kind === 'context' ? null : (stage.scene.frameAt(at, NONE) ?? null)
  const { graph } = workspace
  const outcome = createCard(graph, { ...wanted, parent: within })
  const above = within === null ? null : (graph.get(within)?.parent ?? null)
  const isRefused = 'declined' in outcome && within !== above
  const made = perform(desk, isRefused ? createCard(graph, { ...wanted, parent: above }) : outcome)
  name(desk, made)
}

/** Relate what is there to a card; from a field its type, from a card a new field. */
export function relateTo(desk: Desk, from: RelationEnd, to: string): void {
  perform(desk, relate(desk.workspace.graph, { from: from.field ?? from.card, to }))
}

/** Relate to a new entity at a point, and begin to name it. */
export function relateToNew(desk: Desk, from: RelationEnd, at: Point): void {
  const { workspace, stage } = desk
  const frame = stage.scene.frameAt(at, NONE) ?? null
  const outcome = connectToNew(workspace.graph, {
    from: from.field ?? from.card,
    name: nameFor(desk, 'entity'),
    parent: frame,
    position: cornerAt(at, { x: 24, y: 16 })
  })
  name(desk, perform(desk, outcome))
}

function name({ workspace }: Desk, element: string | null): void {
  if (element === null) return
  workspace.show({ tool: SELECT, editing: { part: 'name', element } })
}

/** `Entity`, `Entity2`: what it is called until somebody says otherwise. */
function nameFor({ workspace }: Desk, kind: string): string {
  const taken = new Set([...workspace.graph.elements()].map(({ name }) => name))
  const title = kind === 'context' ? 'Context' : lookOf(kind).title
  return freeName(title.charAt(0).toUpperCase() + title.slice(1), taken)
}

function cornerAt(at: Point, grip = GRIP): Point {
  return { x: stepped(at.x - grip.x), y: stepped(at.y - grip.y) }
}

const NONE: ReadonlySet<string> = new Set()
