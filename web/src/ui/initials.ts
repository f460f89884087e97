/** The one or two letters that stand for a person. */

const LETTER = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

/** `Ana Keller` -> `AK`, `mira` -> `M`; a question mark when the name has nothing to show. */
export function initialsOf(name: string): string {
  const first = name
    .normalize('NFC')
    .split(/\s+/u)
    .map(word => symbolsOf(word).find(symbol => LETTER.test(symbol)))
    .filter(symbol => symbol !== undefined)
  const shown = first.length > 2 ? [first[0], first.at(-1)] : first
  return shown.join('').toLocaleUpperCase() || '?'
}

/** The symbols that a reader sees as one, the first few of them. */
function symbolsOf(word: string): string[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    word.slice(0, 40)
  )
  return [...segments].map(({ segment }) => segment)
}
