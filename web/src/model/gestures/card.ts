/** Making a card, and giving it a size. */
import { v7 } from 'uuid'
import { onGrid, type Place, type Point, placeOf, toGrid, toPosition } from '@/model/box'
import type { Json } from '@/model/change'
import type { Step } from '@/model/edits'
import { cardless, GONE, misplaced } from '@/model/gestures/declined'
import type { Element, Graph } from '@/model/graph'
import { isDrawn, isNameless } from '@/model/metamodel'
import { nameFault } from '@/model/naming'
import { place, shownSiblings } from '@/model/order'
import type { Outcome } from '@/model/wanted'
import { called, shown, titleOf, withArticle } from '@/model/wording'

export type NewId = () => string

export interface NewCard {
  readonly kind: string
  /** May be empty for kinds that need none, such as notes. */
  readonly name: string
  /** The context or aggregate it stands in; null at the top. */
  readonly parent: string | null
  readonly position: Place
}

/** Make an element with a card at a place, behind all that stands in its parent. */
export function createCard(graph: Graph, card: NewCard, newId: NewId = v7): Outcome {
  const name = card.name.trim()
  const parent = card.parent === null ? null : graph.get(card.parent)
  if (parent === undefined) return GONE
  const title = titleOf(card.kind)
  const fault = name === '' && isNameless(card.kind) ? null : nameFault(name)
  if (fault !== null) return { declined: fault }
  const subject = name === '' ? withArticle(title) : shown(name)
  const wrong = misplaced(card.kind, subject, parent)
  if (wrong !== null) return wrong
  if (!isDrawn(card.kind)) return cardless(card.kind)
  const element = newId()
  const steps = cardSteps(graph, element, { ...card, name })
  return { label: `Added ${name === '' ? subject : `${title} ${subject}`}`, steps, element }
}

/** The steps that make a card; nothing is checked. */
export function cardSteps(graph: Graph, element: string, card: NewCard): readonly Step[] {
  const { w, h } = card.position
  const position = {
    ...onGrid(card.position),
    ...(w === undefined ? {} : { w }),
    ...(h === undefined ? {} : { h })
  }
  const standing = shownSiblings(graph, card.parent)
  const { orders, rekeyed } = place(standing, standing.length)
  const registers: Record<string, Json> = {
    kind: card.kind,
    ...(card.name === '' ? {} : { name: card.name }),
    ...(card.parent === null ? {} : { parent: card.parent }),
    order: orders[0] ?? '',
    position: toPosition(position)
  }
  return [{ step: 'create', element, registers }, ...reorderSteps(rekeyed)]
}

/** Give a card another width, or a frame another box; it stays on the grid. */
export function resizeCard(graph: Graph, id: string, box: Place & Point): Outcome {
  const element = graph.get(id)
  if (element === undefined) return GONE
  if (!isDrawn(element.kind)) return cardless(element.kind)
  const value = resized(element, box)
  const steps: readonly Step[] = [{ step: 'set', element: id, attribute: 'position', value }]
  return { label: `Resized ${called(element)}`, steps, element: id }
}

/** The steps that give siblings new keys, so that others fit between. */
export function reorderSteps(
  rekeyed: readonly { readonly element: string; readonly order: string }[]
): readonly Step[] {
  return rekeyed.map(({ element, order }) => ({
    step: 'set',
    element,
    attribute: 'order',
    value: order
  }))
}

function resized(element: Element, { x, y, w, h }: Place): Json {
  const held = placeOf(element.registers.get('position'))
  return toPosition({
    ...held,
    ...onGrid({ x, y }),
    ...(w === undefined ? {} : { w: Math.max(8, toGrid(w)) }),
    ...(h === undefined ? {} : { h: Math.max(8, toGrid(h)) })
  })
}
