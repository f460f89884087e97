/** What a hand is doing on the canvas right now, for those who draw it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Guide } from '@/canvas/arranging/snap'
import { type Hit, NOTHING, type RelationEnd } from '@/canvas/gestures/hit'
import type { Box, Point } from '@/canvas/scene/box'

export type Doing =
  | { readonly doing: 'nothing' }
  | { readonly doing: 'marquee'; readonly box: Box }
  | { readonly doing: 'dragging'; readonly guides: readonly Guide[]; readonly into: string | null }
  | { readonly doing: 'resizing'; readonly box: Box }
  | {
      readonly doing: 'relating'
      readonly from: RelationEnd
      readonly to: Point
      /** The card that the relation would lead to. */
      readonly over: string | null
    }

/** What a menu is about, and where it opens: on the canvas, and in the window. */
export interface Menu {
  readonly hit: Hit
  readonly at: Point
  readonly screen: Point
}

interface Waiting {
  readonly words: string
  readonly cancel: () => void
}

export interface HandState {
  readonly hover: Hit
  readonly doing: Doing
  readonly menu: Menu | null
  /** Space is held: the hand, for as long. */
  readonly isPanning: boolean
  /** A layout is at work. */
  readonly waiting: Waiting | null
}

export type HandStore = StoreApi<HandState>

export const IDLE: Doing = { doing: 'nothing' }

export function handStore(): HandStore {
  return createStore<HandState>(() => ({
    hover: NOTHING,
    doing: IDLE,
    menu: null,
    isPanning: false,
    waiting: null
  }))
}
