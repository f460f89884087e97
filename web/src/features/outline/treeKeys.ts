/** What a key means in the outline, as trees have it everywhere; null leaves it to the browser. */
import type { Row } from './rows'

export type TreeMove =
  | { readonly move: 'to'; readonly row: number }
  | { readonly move: 'open' | 'close' | 'show' | 'rename' | 'remove'; readonly row: number }

/** `active` is -1 while no row is; `page` is how many rows are seen at once. */
export function treeMove(
  rows: readonly Row[],
  active: number,
  key: string,
  page: number
): TreeMove | null {
  const last = rows.length - 1
  if (last < 0) return null
  switch (key) {
    case 'ArrowDown':
      return to(Math.min(active + 1, last))
    case 'ArrowUp':
      return to(Math.max(active - 1, 0))
    case 'PageDown':
      return to(Math.min(active + page, last))
    case 'PageUp':
      return to(Math.max(active - page, 0))
    case 'Home':
      return to(0)
    case 'End':
      return to(last)
    default:
      return active < 0 ? null : moveOn(rows, active, key)
  }
}

/** The next row, from the one behind `active` on and round, whose name begins with `letters`. */
export function rowByLetters(rows: readonly Row[], active: number, letters: string): number {
  const sought = letters.toLocaleLowerCase()
  const isSame = [...sought].every(letter => letter === sought[0])
  const words = isSame ? (sought[0] ?? '') : sought
  // One letter again goes on to the next that begins with it; more letters may mean this very row.
  const start = isSame ? active + 1 : Math.max(active, 0)
  for (let step = 0; step < rows.length; step += 1) {
    const at = (start + step) % rows.length
    if (rows[at]?.element.name.toLocaleLowerCase().startsWith(words)) return at
  }
  return -1
}

function moveOn(rows: readonly Row[], active: number, key: string): TreeMove | null {
  switch (key) {
    case 'ArrowRight':
      return inwards(rows, active)
    case 'ArrowLeft':
      return outwards(rows, active)
    case 'Enter':
    case ' ':
      return { move: 'show', row: active }
    case 'F2':
      return { move: 'rename', row: active }
    case 'Delete':
    case 'Backspace':
      return { move: 'remove', row: active }
    default:
      return null
  }
}

function inwards(rows: readonly Row[], active: number): TreeMove | null {
  const row = rows[active]
  if (row === undefined || row.isOpen === null) return null
  return row.isOpen ? to(active + 1) : { move: 'open', row: active }
}

function outwards(rows: readonly Row[], active: number): TreeMove | null {
  const row = rows[active]
  if (row === undefined) return null
  if (row.isOpen === true) return { move: 'close', row: active }
  const parent = rows.findLastIndex(({ depth }, at) => at < active && depth < row.depth)
  return parent < 0 ? null : to(parent)
}

function to(row: number): TreeMove {
  return { move: 'to', row }
}
