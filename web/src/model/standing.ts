/** Where a kind may stand, by the meta-model: null is the top of the model. */
import { shapeOf } from '@/model/metamodel'
import { listed, titleOf, withArticle } from '@/model/wording'

export function mayStand(kind: string, parent: string | null): boolean {
  const shape = shapeOf(kind)
  if (shape === undefined || kind === 'model') return false
  return parent === null ? shape.atTop : shape.parents.some(each => each === parent)
}

/** Where a kind may stand, in words: `a context, an aggregate or at the top`. */
export function placesOf(kind: string): string {
  const shape = shapeOf(kind)
  const places = (shape?.parents ?? []).map(parent => withArticle(titleOf(parent)))
  return listed(shape?.atTop === true ? [...places, 'at the top'] : places, 'or')
}

/** Tell whether a kind is a part of what it stands in and has no card: a field, an enum value. */
export function isMember(kind: string): boolean {
  const shape = shapeOf(kind)
  return shape !== undefined && !shape.atTop && !shape.placed
}
