/** What a person sees and does in one tab, beside the model: selection, tool, what is edited, toasts. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Place } from '@/model/box'

/** One tool at a time; a kind's name is the tool that places one of it. */
export type Tool =
  | { readonly tool: 'select' }
  | { readonly tool: 'hand' }
  | { readonly tool: 'relation' }
  | { readonly tool: 'create'; readonly kind: string }

/** A line that is being typed in place. */
export type Editing =
  | { readonly part: 'name'; readonly element: string }
  /** An existing field or enum value. */
  | { readonly part: 'line'; readonly element: string }
  /** A line that is not there yet, in front of `index` of its owner's members. */
  | { readonly part: 'new line'; readonly owner: string; readonly index: number }
  | NewCard

/** A card, or a frame, that is in the model as soon as it has its name; until then only here. */
export interface NewCard {
  readonly part: 'new card'
  /** The id that it will have. */
  readonly element: string
  readonly kind: string
  /** What it is called when nothing else is typed. */
  readonly name: string
  /** What it would stand in; null at the top. */
  readonly parent: string | null
  readonly position: Place
  /** The card or the field that a relation leads from; null where none does. */
  readonly from: string | null
}

/** What is typed and not written yet. */
export interface Draft {
  readonly text: string
  /** What stood there when the typing began. */
  readonly base: string
}

export interface Toast {
  readonly id: number
  /** `info` leaves by itself, `refusal` stays until it is dismissed. */
  readonly tone: 'info' | 'refusal'
  readonly fact: string
  readonly remedy?: string
  readonly actions?: readonly ToastAction[]
}

export interface ToastAction {
  readonly title: string
  readonly run: () => void
}

/** Look at an element: the canvas goes there; `at` tells one wish from the next. */
interface Reveal {
  readonly element: string
  readonly at: number
}

/** How much of a card one person wants to see; who says nothing sees it folded. */
type Fold = 'open' | 'collapsed'

export type Panel = 'details' | 'problems' | 'history'

export interface Screen {
  /** Ids of elements: cards, frames, and fields, which stand for their edges too. */
  readonly selection: ReadonlySet<string>
  readonly tool: Tool
  readonly editing: Editing | null
  /** By what is edited; they outlive an editor that is unmounted, and wait while they cannot be written. */
  readonly drafts: ReadonlyMap<string, Draft>
  readonly panel: Panel
  readonly isRailOpen: boolean
  readonly isInspectorOpen: boolean
  readonly isMinimapOpen: boolean
  readonly isFinding: boolean
  readonly reveal: Reveal | null
  readonly folds: ReadonlyMap<string, Fold>
  /** The id of the person whose view mine follows. */
  readonly following: string | null
  readonly toasts: readonly Toast[]
}

export type ScreenStore = StoreApi<Screen>

const BEGINNING: Screen = {
  selection: new Set(),
  tool: { tool: 'select' },
  editing: null,
  drafts: new Map(),
  panel: 'details',
  isRailOpen: true,
  isInspectorOpen: true,
  isMinimapOpen: true,
  isFinding: false,
  reveal: null,
  folds: new Map(),
  following: null,
  toasts: []
}

export function screenStore(): ScreenStore {
  return createStore<Screen>(() => BEGINNING)
}
