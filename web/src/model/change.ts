/** What a register held and holds: the words that gestures, undo and the document share. */

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** What a register that was never written, or was retracted, holds. */
export const ABSENT = undefined

/** What a register holds; of `doc` it is the whole text. */
export type Value = Json | typeof ABSENT

/** One attribute of one element: the unit of history. */
export interface Register {
  readonly element: string
  readonly attribute: string
}

/** What a gesture did to one register. */
export interface Change extends Register {
  readonly before: Value
  readonly after: Value
}

/** The register that holds a long text, typed in by many at once. */
export const DOC = 'doc'

/** Tell whether two values are the same; the order of keys does not count. */
export function isSame(one: Value, other: Value): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && areSame(one, other)
  }
  return areSameMembers(one as Members, other as Members)
}

type Members = Readonly<Record<string, Json>>

function areSame(one: readonly Json[], other: readonly Json[]): boolean {
  return one.length === other.length && one.every((item, place) => isSame(item, other[place]))
}

function areSameMembers(one: Members, other: Members): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every(name => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  )
}
