/** What registers hold that name other elements, read leniently: what fits no shape is not there. */
import type { Box, Point } from '@/canvas/scene/box'
import type { Json, Value } from '@/model/change'
import type { Element } from '@/model/graph'

/** A place on the canvas, with a size where somebody gave one. */
export interface Place extends Point {
  readonly size: Pick<Box, 'w' | 'h'> | null
}

/** What a value holds by name; null where it is no map. */
export function membersOf(value: Value): Readonly<Record<string, Json>> | null {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isMap ? (value as Readonly<Record<string, Json>>) : null
}

/** Where an element was put; null where nobody has. */
export function placeOf({ registers }: Element): Place | null {
  const place = membersOf(registers.get('position'))
  const { x, y, w, h } = place ?? {}
  if (!isNumber(x) || !isNumber(y)) return null
  return { x, y, size: isNumber(w) && isNumber(h) ? { w, h } : null }
}

/** The name that a type says: an id, a builtin or nothing that we know. */
export function namesTarget(type: Value): string | null {
  const to = membersOf(type)?.['to']
  return typeof to === 'string' ? to : null
}

/** Tell whether a type is a reference by identity. */
export function isReference(type: Value): boolean {
  return membersOf(type)?.['ref'] === true
}

/** The ids in a register that holds one, or a list of them. */
export function idsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

function isNumber(value: Value): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
