/** What is selected elsewhere comes into sight in the outline, when it is listed there. */
import { useEffect, useRef } from 'react'
import { type Row, rowOf } from './rows'
import type { Seen } from './useSeen'

export function useRevealing(
  rows: readonly Row[],
  seen: Seen,
  selection: ReadonlySet<string>,
  setActive: (id: string) => void
): void {
  const shown = useRef(selection)
  useEffect(() => {
    if (shown.current === selection) return
    shown.current = selection
    const [only] = selection
    if (only === undefined || selection.size > 1) return
    const row = rowOf(rows, only)
    if (row < 0) return
    setActive(only)
    seen.bringIn(row)
  }, [rows, seen, selection, setActive])
}
