/** A review in words. */
import type { ImportPreview, Loss } from '@/api/http.gen'

const FEW = 3
const NEARLY = 0.1

/** How much of it fits: the title of the review. */
export function fitOf({ losses, counts }: Pick<ImportPreview, 'losses' | 'counts'>): string {
  if (losses.length === 0) return 'All of it fits'
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return losses.length <= Math.max(FEW, all * NEARLY) ? 'Nearly all of it fits' : 'Part of it fits'
}

/** `tables`, or `table` for one of them. */
export function wordFor(count: number, plural: string): string {
  return count === 1 ? plural.replace(/(?<=x)es$|s$/u, '') : plural
}

/** What the text is: `shop.sql, 214 lines, PostgreSQL`. */
export function aboutText(
  fileName: string | null,
  { lines, title }: Pick<ImportPreview, 'lines' | 'title'>
): string {
  return [
    fileName ?? 'pasted text',
    `${counted(lines)} ${lines === 1 ? 'line' : 'lines'}`,
    title
  ].join(', ')
}

export function counted(count: number): string {
  return count.toLocaleString('en')
}

/** The losses as a list to paste elsewhere. */
export function listOf(losses: readonly Loss[]): string {
  return losses
    .map(({ line, subject, fact, remedy }) => {
      const place = line === null ? '' : `line ${line}: `
      return `- ${place}${subject} ${fact}; ${remedy}`
    })
    .join('\n')
}

/** The lines around one of them, with their numbers. */
export function linesAround(
  text: string,
  line: number
): readonly { readonly number: number; readonly text: string }[] {
  const lines = text.split('\n')
  const from = Math.max(0, line - 4)
  return lines
    .slice(from, line + 3)
    .map((content, place) => ({ number: from + place + 1, text: content.slice(0, 400) }))
}
