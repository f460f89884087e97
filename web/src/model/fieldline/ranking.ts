/** Words that fit what is typed: those that begin so, then those that hold its letters in order. */

export interface Candidate<Made> {
  readonly key: string
  /** Among those that fit alike the nearer come first. */
  readonly near: number
  /** What is offered; only the best are made. */
  readonly make: () => Made
}

/** The best that fit, at most so many. */
export function best<Made>(
  word: string,
  candidates: readonly Candidate<Made>[],
  most: number
): readonly Made[] {
  const ranked = candidates.flatMap(candidate => {
    const rank = rankOf(word, candidate.key)
    return rank === null ? [] : [{ candidate, rank, near: candidate.near }]
  })
  ranked.sort(
    (one, other) =>
      one.rank - other.rank ||
      one.near - other.near ||
      (word === '' ? 0 : one.candidate.key.length - other.candidate.key.length)
  )
  return ranked.slice(0, most).map(({ candidate }) => candidate.make())
}

function rankOf(word: string, key: string): number | null {
  const [wanted, held] = [word.toLowerCase(), key.toLowerCase()]
  if (held.startsWith(wanted)) return 0
  if (humps(key).startsWith(wanted)) return 1
  if (wanted.length < 2) return null
  if (held.includes(wanted)) return 2
  return holdsInOrder(held, wanted) ? 3 : null
}

/** `OrderLine` -> `ol`. */
function humps(key: string): string {
  return (key.match(/^.|\p{Lu}/gu) ?? []).join('').toLowerCase()
}

function holdsInOrder(held: string, wanted: string): boolean {
  let at = 0
  for (const letter of wanted) {
    at = held.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
