/** A sentence of history, cut where it names something that is in the model: those parts are bold. */

export interface Part {
  readonly text: string
  readonly isName: boolean
  /** Where it begins. */
  readonly at: number
}

/** More names than these are not looked for. */
const MOST = 8
const SHORTEST = 2
const LONGEST = 120

/** Cut a sentence at the names in it, the longest first; a name is a word of its own. */
export function partsOf(sentence: string, names: readonly string[]): readonly Part[] {
  const wanted = [...new Set(names)]
    .filter(name => name.length >= SHORTEST && name.length <= LONGEST && sentence.includes(name))
    .sort((one, other) => other.length - one.length)
    .slice(0, MOST)
  if (wanted.length === 0) return [{ text: sentence, isName: false, at: 0 }]
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_])(?:${wanted.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`,
    'gu'
  )
  const parts: Part[] = []
  let at = 0
  for (const match of sentence.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: sentence.slice(at, match.index), isName: false, at })
    parts.push({ text: match[0], isName: true, at: match.index })
    at = match.index + match[0].length
  }
  if (at < sentence.length) parts.push({ text: sentence.slice(at), isName: false, at })
  return parts
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
