/** What is said where a gesture cannot be. */
import type { Element, Graph } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'
import { mayStand, placesOf } from '@/model/standing'
import type { Declined } from '@/model/wanted'
import { called, capital, titleOf, withArticle } from '@/model/wording'

/** What it was about is not there any more. */
export const GONE: Declined = {
  declined: 'It was removed meanwhile. Bring it back first, or choose something else.'
}

export const NOTHING_CHOSEN: Declined = { declined: 'Nothing is selected. Select a card first.' }

/** Say why a kind cannot stand in a parent, and what to do; null when it can. */
export function misplaced(kind: string, subject: string, parent: Element | null): Declined | null {
  if (mayStand(kind, parent?.kind ?? null)) return null
  const where = parent === null ? 'at the top' : `in ${called(parent)}`
  const what = capital(withArticle(titleOf(kind)))
  const places = placesOf(kind)
  const fact = `${subject} cannot stand ${where}. `
  if (shapeOf(kind) === undefined)
    return { declined: `There is no kind ${kind}. Choose another one.` }
  return { declined: `${fact}${what} stands ${places === 'at the top' ? places : `in ${places}`}.` }
}

/** Say that a kind is a part of another's card. */
export function cardless(kind: string): Declined {
  const fact = `${capital(withArticle(titleOf(kind)))} has no card of its own.`
  return { declined: `${fact} Look for it in what it belongs to.` }
}

/** Say why an element would stand in itself; null when it would not. */
export function inItself(graph: Graph, element: Element, parent: Element | null): Declined | null {
  if (parent === null) return null
  if (parent.id === element.id) {
    return { declined: `${called(element)} cannot stand in itself. Choose another place for it.` }
  }
  const isInside = graph.ancestors(parent.id).some(({ id }) => id === element.id)
  if (!isInside) return null
  const inner = `${called(parent)}, which stands in it`
  return { declined: `${called(element)} cannot stand in ${inner}. Choose another place for it.` }
}
