/** Which rows of the tree are seen, and bringing one into sight. */
import { type RefObject, type UIEvent, useEffect, useMemo, useState } from 'react'
import type { Row } from './rows'
import { scrolledTo, windowOf } from './window'

export const ROW_HEIGHT = 26
/** What the list leaves free above and below its rows. */
const EDGES = 4

export interface Seen {
  /** The places of the rows that are there, the active one among them wherever it is. */
  readonly rows: readonly number[]
  /** How many fit. */
  readonly page: number
  readonly onScroll: (event: UIEvent) => void
  readonly showRow: (row: number) => void
}

export function useSeen(
  tree: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  active: number
): Seen {
  const [top, setTop] = useState(0)
  const height = useHeight(tree)
  const { first, end } = windowOf(rows.length, ROW_HEIGHT, top, height)
  const seen = useMemo(() => {
    const places = Array.from({ length: end - first }, (_, nth) => first + nth)
    return active >= 0 && (active < first || active >= end) ? [...places, active] : places
  }, [first, end, active])
  return {
    rows: seen,
    page: Math.max(1, Math.floor(height / ROW_HEIGHT) - 1),
    // In whole rows: within one of them the same are seen.
    onScroll: ({ currentTarget }) =>
      setTop(Math.floor(currentTarget.scrollTop / ROW_HEIGHT) * ROW_HEIGHT),
    showRow: row => {
      const element = tree.current
      if (element === null || row < 0) return
      const { scrollTop, clientHeight } = element
      element.scrollTop = scrolledTo(row, ROW_HEIGHT, scrollTop, clientHeight - EDGES)
    }
  }
}

function useHeight(tree: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0)
  useEffect(() => {
    const element = tree.current
    if (element === null) return
    const sizing = new ResizeObserver(() => setHeight(element.clientHeight))
    sizing.observe(element)
    return () => sizing.disconnect()
  }, [tree])
  return height
}
