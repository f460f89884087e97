/** How wide words are, without a document to ask, and which of them share a row. */

/** What is between two of them in a row. */
const GAP = 4

/** Fill rows of this width, in order; what is wider than a row has one alone. */
export function wrapped<Item>(
  items: readonly Item[],
  width: number,
  widthOf: (item: Item) => number
): readonly (readonly Item[])[] {
  const rows: Item[][] = []
  let left = 0
  for (const item of items) {
    const needed = widthOf(item)
    const row = rows.at(-1)
    if (row === undefined || needed > left) {
      rows.push([item])
      left = width - needed - GAP
    } else {
      row.push(item)
      left -= needed + GAP
    }
  }
  return rows
}

/** The width of words in the mono font: every character is 0.6 em. */
export function monoWidth(words: string, size: number): number {
  return cellsOf(words) * 0.6 * size
}

/** The width of words in Inter at weight 500. */
export function sansWidth(words: string, size: number): number {
  let width = 0
  for (const character of words) width += advanceOf(character)
  return (width / 1000) * size
}

function advanceOf(character: string): number {
  const known = ADVANCES[(character.codePointAt(0) ?? 0) - FIRST]
  return known ?? cellsOf(character) * WIDEST
}

const PLAIN = /^[\x20-\x7e]*$/
/** What stands on the character before it, or is not seen at all. */
const UNSEEN = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const WIDE =
  /^[\p{Extended_Pictographic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\uff00-\uff60]$/u

/** How many cells of the mono font words take: signs of East Asia and pictures take two. */
function cellsOf(words: string): number {
  if (PLAIN.test(words)) return words.length
  let cells = 0
  for (const character of words) cells += cellOf(character)
  return cells
}

function cellOf(character: string): number {
  if (UNSEEN.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** In thousandths of an em, of a character that is not in the table: rather too wide. */
const WIDEST = 680

const FIRST = 0x20
/** In thousandths of an em, from the space on. */
// biome-ignore format: a table
const ADVANCES: readonly number[] = [
  267, 304, 494, 639, 646, 993, 653, 313, 369, 369, 521, 667, 303, 462, 303, 370, 646, 415, 616,
  627, 656, 603, 630, 571, 629, 630, 303, 315, 667, 667, 667, 527, 982, 709, 657, 733, 722, 603,
  589, 748, 745, 272, 575, 688, 565, 913, 756, 767, 642, 769, 648, 646, 653, 740, 709, 1003, 701,
  696, 641, 369, 370, 369, 477, 463, 337, 568, 618, 577, 618, 587, 379, 620, 602, 252, 252, 559,
  252, 888, 602, 604, 618, 618, 387, 539, 340, 602, 575, 829, 557, 575, 559, 440, 346, 440, 667
]
