/**
 * What is typed and not written yet, against what stands in the model meanwhile.
 *
 *     nothing typed ──> shows what stands there
 *     typed         ──> writes, when it can be read
 *     overtaken     ──> somebody else wrote there: both are kept until one is chosen
 */
import type { Draft } from '@/workspace/screen'

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
  | { readonly settling: 'write'; readonly text: string }
  /** It cannot be read; the sentence says what to type instead. */
  | { readonly settling: 'keep'; readonly problem: string }
  | { readonly settling: 'choose'; readonly theirs: string }

/** What becomes of a draft that is left, or finished. */
export function settled(
  draft: Draft | undefined,
  now: string,
  problemOf: (text: string) => string | null
): Settling {
  const standing = standingOf(draft, now)
  if (standing.standing === 'untouched' || standing.text === now) return { settling: 'nothing' }
  if (standing.text.trim() === '') return { settling: 'nothing' }
  if (standing.standing === 'overtaken') return { settling: 'choose', theirs: standing.theirs }
  const problem = problemOf(standing.text)
  if (problem !== null) return { settling: 'keep', problem }
  return { settling: 'write', text: standing.text }
}
