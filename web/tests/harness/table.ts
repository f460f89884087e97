/** The table of stories in docs/undo.md. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** One row: its number, what happens, and the line that is told. */
export interface Row {
  readonly number: number
  readonly story: string
  readonly line: string
}

const TABLE = resolve(import.meta.dirname, '../../../docs/undo.md')

export function rows(): readonly Row[] {
  return readFileSync(TABLE, 'utf8')
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .filter(([, number]) => /^\d+$/.test(number ?? ''))
    .map(([, number, story, , line]) => ({
      number: Number(number),
      story: story ?? '',
      line: (line ?? '').replaceAll('`', '')
    }))
}
