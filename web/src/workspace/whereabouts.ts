/**
 * What somebody's awareness says of them: where they point, what they look at, select, type, drag.
 *
 * It comes from another browser, so all of it is doubted; what cannot be read is as if not said.
 */
import type { Editing } from '@/workspace/screen'

/** In canvas coordinates. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The middle of what somebody sees of the canvas, and how large. */
export interface View extends Point {
  readonly zoom: number
}

/** A line that somebody types in; `new line` is one that its element does not have yet. */
export interface Typing {
  readonly element: string
  readonly part: Exclude<Editing['part'], 'new card'>
}

export interface Whereabouts {
  /** Null when the pointer is not on the canvas, or the tab is not on the screen. */
  readonly cursor: Point | null
  readonly view: View | null
  readonly selection: readonly string[]
  readonly editing: Typing | null
  /** Where what they drag stands right now, by element. */
  readonly drag: ReadonlyMap<string, Point>
  /** What names the tab that it is said in. */
  readonly tab: string
}

export const NOWHERE: Whereabouts = {
  cursor: null,
  view: null,
  selection: [],
  editing: null,
  drag: new Map(),
  tab: ''
}

const MOST_SELECTED = 50
const MOST_DRAGGED = 200
/** Of the 8 KB that awareness may have; the selection takes two, the rest is small. */
const HEAVIEST_DRAG = 5000
const LONGEST_ID = 64
const FARTHEST = 1e9

/** What is said: no more than others need, and than a frame of awareness takes. */
export function saidOf(whereabouts: Whereabouts): Record<string, unknown> {
  const { cursor, view, selection, editing, drag, tab } = whereabouts
  return {
    cursor: cursor === null ? null : rounded(cursor),
    view: view === null ? null : { ...rounded(view), zoom: Math.round(view.zoom * 1000) / 1000 },
    selection: selection.slice(0, MOST_SELECTED),
    editing,
    drag: drag.size === 0 ? null : Object.fromEntries(light(drag)),
    tab
  }
}

/** Read what somebody said. */
export function whereaboutsOf(said: Readonly<Record<string, unknown>>): Whereabouts {
  const { cursor, view, selection, editing, drag, tab } = said
  return {
    cursor: pointOf(cursor),
    view: viewOf(view),
    selection: idsOf(selection),
    editing: typingOf(editing),
    drag: dragOf(drag),
    tab: typeof tab === 'string' ? tab.slice(0, LONGEST_ID) : ''
  }
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}

/** As many of what is dragged as are light enough. */
function light(drag: ReadonlyMap<string, Point>): [string, [number, number]][] {
  const some: [string, [number, number]][] = []
  let weight = 0
  for (const [id, point] of drag) {
    const { x, y } = rounded(point)
    weight += id.length + `${x}${y}`.length + 7
    if (weight > HEAVIEST_DRAG || some.length === MOST_DRAGGED) break
    some.push([id, [x, y]])
  }
  return some
}

function pointOf(said: unknown): Point | null {
  if (!isRecord(said)) return null
  const { x, y } = said
  return isPlace(x) && isPlace(y) ? { x, y } : null
}

function viewOf(said: unknown): View | null {
  const middle = pointOf(said)
  const zoom = isRecord(said) ? said['zoom'] : null
  if (middle === null || typeof zoom !== 'number' || !(zoom >= 0.01 && zoom <= 10)) return null
  return { ...middle, zoom }
}

function idsOf(said: unknown): readonly string[] {
  return Array.isArray(said) ? said.slice(0, MOST_SELECTED).filter(isId) : []
}

function typingOf(said: unknown): Typing | null {
  if (!isRecord(said)) return null
  const { element, part } = said
  return isId(element) && isPart(part) ? { element, part } : null
}

function dragOf(said: unknown): ReadonlyMap<string, Point> {
  if (!isRecord(said)) return NOWHERE.drag
  const entries = Object.entries(said).slice(0, MOST_DRAGGED)
  const points = entries.flatMap(([id, place]): [string, Point][] => {
    const [x, y]: readonly unknown[] = Array.isArray(place) ? place : []
    return isId(id) && isPlace(x) && isPlace(y) ? [[id, { x, y }]] : []
  })
  return points.length === 0 ? NOWHERE.drag : new Map(points)
}

function isRecord(said: unknown): said is Record<string, unknown> {
  return typeof said === 'object' && said !== null
}

function isPlace(said: unknown): said is number {
  return typeof said === 'number' && Math.abs(said) <= FARTHEST // NaN is not
}

function isId(said: unknown): said is string {
  return typeof said === 'string' && said !== '' && said.length <= LONGEST_ID
}

function isPart(said: unknown): said is Typing['part'] {
  return said === 'name' || said === 'line' || said === 'new line'
}
