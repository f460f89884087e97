/** Long texts: the smallest splice from one to the other, and the merge of two people's changes. */
import { diff3Merge } from 'node-diff3'

/** Positions count UTF-16 code units, as Y.Text does; no surrogate pair is ever cut. */
export interface Splice {
  readonly at: number
  readonly deleted: number
  readonly inserted: string
}

/** Return the one place where two texts differ. */
export function splice(before: string, after: string): Splice {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  if (isInsidePair(before, start) || isInsidePair(after, start)) start -= 1
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  if (isInsidePair(before, before.length - end) || isInsidePair(after, after.length - end)) end -= 1
  return {
    at: start,
    deleted: before.length - start - end,
    inserted: after.slice(start, after.length - end)
  }
}

/**
 * Do to `now` what turned `before` into `after`.
 *
 * Word by word; where both changed the same words, what stands there now comes first and ours after it.
 */
export function merge(before: string, after: string, now: string): string {
  if (now === before || now === after) return after
  if (after === before) return now
  return diff3Merge(words(now), words(before), words(after), { excludeFalseConflicts: true })
    .map(({ ok, conflict }) => (ok ?? both(conflict)).join(''))
    .join('')
}

function both(conflict: { a: string[]; b: string[] } | undefined): string[] {
  return conflict === undefined ? [] : [...conflict.a, ...conflict.b]
}

function words(text: string): string[] {
  return text.match(/\S+\s*|\s+/gu) ?? []
}

function isInsidePair(text: string, at: number): boolean {
  return (
    isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) &&
    isBetween(text.charCodeAt(at), 0xdc00, 0xdfff)
  )
}

function isBetween(unit: number, first: number, last: number): boolean {
  return unit >= first && unit <= last
}
