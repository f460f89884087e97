/**
 * Taking back what one person typed, while what others typed stays.
 *
 *     before ──mine──> after ──others──> now
 *
 * Word by word: of the words that were put in, those go that still stand; the words that were taken
 * out come back, unless somebody wrote others in their place.
 */
import { diffIndices } from 'node-diff3'

/** `stays`: others rewrote the very words, so nothing was taken back. */
export interface Untyped {
  readonly text: string
  readonly verdict: 'back' | 'stays'
}

/** Undo in `now` what turned `before` into `after`. */
export function untype(before: string, after: string, now: string): Untyped {
  if (now === after) return { text: before, verdict: 'back' }
  if (now === before) return { text: now, verdict: 'back' }
  const typed = typedIn(wordsOf(before), wordsOf(after))
  const words = wordsOf(now)
  const standing = placesOf(wordsOf(after), words)
  const survivors = standing.slice(typed.start, typed.end).filter(place => place !== undefined)
  if (
    isRewritten(
      typed.inserted,
      survivors.map(place => words[place] ?? '')
    )
  ) {
    const isGone = typed.removed.length === 0 && isEmptyThere(typed, standing, words.length)
    return { text: now, verdict: isGone ? 'back' : 'stays' }
  }
  const at = survivors[0] ?? placeFor(typed.start, standing)
  const going = new Set(survivors)
  const spaced = words.map((word, place) => (going.has(place) ? '' : word))
  const rest = spaced.slice(at).join('')
  const text = [typed.removed.join(''), rest].reduce(spacedOut, spaced.slice(0, at).join(''))
  return { text, verdict: 'back' }
}

/** The words that were put in, by their places in the text afterwards, and those taken out. */
interface Typed {
  readonly start: number
  readonly end: number
  readonly inserted: readonly string[]
  readonly removed: readonly string[]
}

function typedIn(before: readonly string[], after: readonly string[]): Typed {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && isSameWord(before[start], after[start])) start += 1
  let rest = 0
  while (rest < shorter - start && isSameWord(before.at(-1 - rest), after.at(-1 - rest))) rest += 1
  return {
    start,
    end: after.length - rest,
    inserted: after.slice(start, after.length - rest),
    removed: before.slice(start, before.length - rest)
  }
}

/** Where each word stands now, undefined when it does not any more. */
function placesOf(words: readonly string[], now: readonly string[]): (number | undefined)[] {
  const places: (number | undefined)[] = Array.from({ length: words.length })
  let from = 0
  let to = 0
  const standUntil = (end: number) => {
    for (; from < end; from += 1, to += 1) places[from] = to
  }
  for (const { buffer1, buffer2 } of diffIndices(words.map(bare), now.map(bare))) {
    standUntil(buffer1[0])
    from = buffer1[0] + buffer1[1]
    to = buffer2[0] + buffer2[1]
  }
  standUntil(words.length)
  return places
}

/** Where words come back: after the last one before them that still stands. */
function placeFor(start: number, standing: readonly (number | undefined)[]): number {
  const before = standing.slice(0, start).findLast(place => place !== undefined)
  return before === undefined ? 0 : before + 1
}

/** Tell whether nothing stands where the words were put in: they were taken out again. */
function isEmptyThere(
  { start, end }: Typed,
  standing: readonly (number | undefined)[],
  length: number
): boolean {
  const after = standing.slice(end).find(place => place !== undefined) ?? length
  return placeFor(start, standing) === after
}

/** Words must not grow together where they meet anew. */
function spacedOut(before: string, after: string): string {
  return isLetter(before.at(-1)) && isLetter(after[0]) ? `${before} ${after}` : before + after
}

/** Words and signs, each with the space after it. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+\s*|[^\p{L}\p{M}\p{N}_\s]\s*|\s+/gu) ?? []
}

function bare(word: string): string {
  return word.trimEnd() || word
}

function isSameWord(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && bare(one) === bare(other)
}

/** Of all that was put in no word stands any more; signs alone prove nothing where words were. */
function isRewritten(inserted: readonly string[], surviving: readonly string[]): boolean {
  const counts = inserted.some(isWord) ? isWord : () => true
  return inserted.length > 0 && !surviving.some(counts)
}

function isWord(text: string): boolean {
  return isLetter(text[0])
}

function isLetter(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{M}\p{N}_]/u.test(sign)
}
