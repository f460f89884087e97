/** The word that somebody meant who slipped once: a letter too many, too few, another, or two exchanged. */

/** The first of `words` that is one slip away from `typed`; undefined when none is. */
export function nearestOf(typed: string, words: Iterable<string>): string | undefined {
  const lowered = typed.toLowerCase()
  for (const word of words) if (isNear(lowered, word.toLowerCase())) return word
  return
}

function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 2)
    return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const [mine, theirs] = [one.slice(start), other.slice(start)]
  return (
    mine.slice(1) === theirs ||
    mine === theirs.slice(1) ||
    mine.slice(1) === theirs.slice(1) ||
    (mine.slice(2) === theirs.slice(2) && mine[0] === theirs[1] && mine[1] === theirs[0])
  )
}
