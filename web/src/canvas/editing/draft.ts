/**
 * What is typed and not written yet, against what stands in the model meanwhile.
 *
 *     nothing typed ──> shows what stands there
 *     typed         ──> writes, when it can be read
 *     overtaken     ──> somebody else wrote there: both are kept until one is chosen
 */
import { isDeclined, type Outcome } from '@/model/wanted'
import type { Draft, Editing } from '@/workspace/screen'

/** What a draft is of: what stands there now, and the gesture that writes another. */
export interface Drafted {
  /** What its draft is kept under. */
  readonly key: string
  readonly now: string
  /** The element that it is of. */
  readonly element: string
  /** What is edited when the person goes on typing; null where that is not on the canvas. */
  readonly editing: Editing | null
  /** What it is in a sentence: `name`, `field`, `value`. */
  readonly noun: string
  /** Whether nothing is a text like any other; else it stays what it was. */
  readonly mayBeEmpty: boolean
  /** It is written also when it stays as it was proposed. */
  readonly isNew?: boolean
  readonly write: (text: string) => Outcome
}

export type Standing =
  | { readonly standing: 'untouched'; readonly text: string }
  | { readonly standing: 'typed'; readonly text: string }
  | { readonly standing: 'overtaken'; readonly text: string; readonly theirs: string }

/** How a draft stands to what is there now. */
export function standingOf(draft: Draft | undefined, now: string): Standing {
  if (draft === undefined || draft.text === draft.base) return { standing: 'untouched', text: now }
  const { text, base } = draft
  if (now === base || now === text) return { standing: 'typed', text }
  return { standing: 'overtaken', text, theirs: now }
}

/** Type on; the first letter remembers what stood there. */
export function typed(draft: Draft | undefined, text: string, now: string): Draft {
  return standingOf(draft, now).standing === 'untouched' || draft === undefined
    ? { text, base: now }
    : { text, base: draft.base }
}

/** Choose one's own text: what the other wrote counts as seen. */
export function chosenMine(draft: Draft, now: string): Draft {
  return { text: draft.text, base: now }
}

export type Settling =
  /** What is typed stands there already, or nothing is typed, or all of it was taken away. */
  | { readonly settling: 'nothing' }
  | { readonly settling: 'write'; readonly outcome: Outcome }
  /** It cannot be read; the sentence says what to type instead. */
  | { readonly settling: 'keep'; readonly problem: string }
  | { readonly settling: 'choose'; readonly theirs: string }

/** What becomes of a draft that is left, or finished. */
export function settled(draft: Draft | undefined, drafted: Drafted): Settling {
  const { now, mayBeEmpty, isNew = false, write } = drafted
  const standing = standingOf(draft, now)
  const { text } = standing
  const isAsItWas = standing.standing === 'untouched' || text === now
  if (isAsItWas && !isNew) return { settling: 'nothing' }
  if (!mayBeEmpty && text.trim() === '') return { settling: 'nothing' }
  if (standing.standing === 'overtaken') return { settling: 'choose', theirs: standing.theirs }
  const outcome = write(text)
  if (isDeclined(outcome)) return { settling: 'keep', problem: outcome.declined }
  return { settling: 'write', outcome }
}
