/** Which rows of a long list are seen, and so are there at all. */

export interface Window {
  readonly first: number
  /** Behind the last. */
  readonly end: number
}

/** Rows beyond both edges, so that a turn of the wheel finds them drawn. */
const SPARE = 12

export function windowOf(count: number, rowHeight: number, top: number, height: number): Window {
  const first = Math.floor(top / rowHeight) - SPARE
  const end = Math.ceil((top + height) / rowHeight) + SPARE
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) }
}

/** How far to scroll so that a row is seen; what is seen already stays where it is. */
export function scrolledTo(row: number, rowHeight: number, top: number, height: number): number {
  const above = row * rowHeight
  const below = above + rowHeight
  if (above < top) return above
  return below > top + height ? below - height : top
}
