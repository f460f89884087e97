/** What is under the pointer. */
import type { Point } from '@/canvas/scene/box'

export type Hit =
  /** `row` is a field, value, rule or chip of the card. */
  | {
      readonly on: 'card'
      readonly id: string
      readonly part: CardPart
      readonly row: string | null
    }
  | { readonly on: 'frame'; readonly id: string; readonly part: FramePart }
  | { readonly on: 'edge'; readonly id: string }
  | { readonly on: 'handle'; readonly from: RelationEnd }
  | { readonly on: 'nothing' }

/** `rim` is the right border, by which a card is made wider. */
export type CardPart = 'header' | 'body' | 'rim' | 'fold'
type FramePart = 'header' | 'rim' | 'inside'

/** Where a relation begins: a card, and the field of it or null for the card itself. */
export interface RelationEnd {
  readonly card: string
  readonly field: string | null
  readonly at: Point
}

export const NOTHING: Hit = { on: 'nothing' }

/** The card that a hit is on, or on a handle of; null elsewhere. */
export function cardOf(hit: Hit): string | null {
  if (hit.on === 'card') return hit.id
  return hit.on === 'handle' ? hit.from.card : null
}

/** The element that a hit is about; null on nothing. */
export function elementOf(hit: Hit): string | null {
  switch (hit.on) {
    case 'card':
      return hit.row ?? hit.id
    case 'frame':
    case 'edge':
      return hit.id
    case 'handle':
      return hit.from.card
    case 'nothing':
      return null
  }
}
