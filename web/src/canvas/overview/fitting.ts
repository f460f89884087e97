/** Words made to fit a width, without measuring each of them. */
import type { Pen } from '@/canvas/overview/brush'
import { sansWidth } from '@/canvas/scene/wrapping'

export type Fit = (words: string, width: number) => string

const PROBE = 'Handgloves 1234'

/** How to fit words in the font that the pen has now: our table of widths, set right by one probe. */
export function fitterOf(pen: Pick<Pen, 'measureText'>, size: number): Fit {
  const scale = pen.measureText(PROBE).width / sansWidth(PROBE, size)
  return (words, width) => fitted(words, width / scale, size)
}

/** The words, or as many of their characters as fit with an ellipsis behind them. */
function fitted(words: string, width: number, size: number): string {
  if (sansWidth(words, size) <= width) return words
  let kept = ''
  let left = width - sansWidth('…', size)
  for (const character of words) {
    left -= sansWidth(character, size)
    if (left < 0) break
    kept += character
  }
  return kept === '' ? '' : `${kept.trimEnd()}…`
}
