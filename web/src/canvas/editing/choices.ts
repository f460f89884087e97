/** What may stand where the caret is, for the list below a line. */

export interface Choice {
  /** What it puts into the line, in place of what stands from column `from` to `to`. */
  readonly text: string
  readonly from: number
  readonly to: number
  readonly title: string
  /** Where it is, or what it means. */
  readonly note: string
  /** The kind whose glyph it has; null for words of the language. */
  readonly kind: string | null
}
