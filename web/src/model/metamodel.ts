/** What the meta-model says, asked by any word: a document may hold kinds that this client does not know. */
import { BUILTINS as DECLARED, KINDS, type KindShape } from '@/api/kinds.gen'

/** The types that need no declaration. */
export const BUILTINS: readonly string[] = DECLARED

const KNOWN: ReadonlyMap<string, KindShape> = new Map(Object.entries(KINDS))

export function shapeOf(kind: string): KindShape | undefined {
  return KNOWN.get(kind)
}

/** Tell whether a kind has a place on the canvas. */
export function isDrawn(kind: string): boolean {
  return shapeOf(kind)?.placed === true
}

/** Tell whether an element of a kind may be without a name; of an unknown kind, nobody knows. */
export function isNameless(kind: string): boolean {
  return shapeOf(kind)?.named === false
}
