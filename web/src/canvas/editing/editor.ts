/** An open editor, for what happens in it: keys, pasting, leaving. */
import type { KeyboardEvent, RefObject } from 'react'
import type { Keyed } from '@/canvas/editing/keys'
import type { Line } from '@/canvas/editing/line'
import type { Workspace } from '@/workspace/workspace'

export interface Editor {
  readonly workspace: Workspace
  readonly line: Line
  readonly input: RefObject<HTMLInputElement | null>
  readonly root: RefObject<HTMLElement | null>
  /** Show now what keeps the line from being written. */
  readonly demand: () => void
}

const COMPOSING = 229

export function keyed(event: KeyboardEvent): Keyed {
  return {
    key: event.key,
    isShift: event.shiftKey,
    isChord: event.ctrlKey || event.altKey || event.metaKey,
    // Safari ends a composition before it tells the key that ended it; the code says so.
    isComposing: event.nativeEvent.isComposing || event.nativeEvent.keyCode === COMPOSING
  }
}

/** Give the keys back to the card that the editor stands in. */
export function focusCard({ root }: Editor): void {
  root.current?.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true })
}
