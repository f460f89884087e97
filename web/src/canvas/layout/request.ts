/** What is asked of a layout, and what it answers. */
import type { Box, Point } from '@/canvas/routing/geometry'
import { stepped } from '@/canvas/scene/box'

/** A card and where it is now; a parent is the frame, or the card, that it stands in. */
export interface LayoutCard {
  readonly id: string
  readonly box: Box
  readonly parent: string | null
}

/** The cards at both ends of an edge. */
export interface LayoutEdge {
  readonly from: string
  readonly to: string
}

export interface LayoutRequest {
  readonly cards: readonly LayoutCard[]
  readonly edges: readonly LayoutEdge[]
  /** What stands and stays: nothing is put on it. */
  readonly around?: readonly Box[]
  /**
   * `model` puts frames beside each other, too; `selection` leaves every card in its frame at the
   * place where the selected ones of the frame begin.
   */
  readonly scope: 'model' | 'selection'
}

export type Places = ReadonlyMap<string, Point>

/** Says in words how far it is: "Laying out 300 cards, 2 of 5 contexts". */
export type Progress = (words: string) => void

export function snapped({ x, y }: Point): Point {
  return { x: stepped(x), y: stepped(y) }
}
