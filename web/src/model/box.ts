/** Places on the main canvas: whole numbers, on a grid of 8. */
import type { Json, Value } from '@/model/change'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly w: number
  readonly h: number
}

/** A place; the size is there where somebody gave it one. */
export interface Place extends Point {
  readonly w?: number
  readonly h?: number
}

export const GRID = 8

/** Nobody draws so far out; numbers beyond this are slips. */
const FARTHEST = 10_000_000

/** The place that a register holds; null when it holds none. */
export function placeOf(position: Value): Place | null {
  if (typeof position !== 'object' || position === null || Array.isArray(position)) return null
  const { x, y, w, h } = position as Readonly<Record<string, Json>>
  if (typeof x !== 'number' || typeof y !== 'number') return null
  const width = typeof w === 'number' ? { w } : {}
  return { x, y, ...width, ...(typeof h === 'number' ? { h } : {}) }
}

/** A place as a register holds it. */
export function toPosition({ x, y, w, h }: Place): Json {
  const width = w === undefined ? {} : { w: Math.max(1, whole(w)) }
  return {
    x: whole(x),
    y: whole(y),
    ...width,
    ...(h === undefined ? {} : { h: Math.max(1, whole(h)) })
  }
}

/** The nearest point of the grid. */
export function onGrid({ x, y }: Point): Point {
  return { x: toGrid(x), y: toGrid(y) }
}

export function toGrid(length: number): number {
  return whole(Math.round(length / GRID) * GRID)
}

function whole(length: number): number {
  if (Number.isNaN(length)) return 0
  return Math.max(-FARTHEST, Math.min(FARTHEST, Math.round(length))) + 0
}
