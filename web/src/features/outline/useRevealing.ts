/** What is selected elsewhere comes into sight in the outline; what it stands in is opened for it. */
import { useEffect, useRef } from 'react'
import { type Row, rowOf } from './rows'
import type { Seen } from './useSeen'

interface Revealing {
  readonly rows: readonly Row[]
  readonly seen: Seen
  readonly selection: ReadonlySet<string>
  readonly setActive: (id: string) => void
  readonly onHidden: (id: string) => boolean
}

export function useRevealing({ rows, seen, selection, setActive, onHidden }: Revealing): void {
  const shown = useRef(selection)
  useEffect(() => {
    if (shown.current === selection) return
    const [first] = selection
    const only = selection.size === 1 ? first : undefined
    const row = rowOf(rows, only ?? null)
    if (only !== undefined && row < 0 && onHidden(only)) return // it comes again with its row
    shown.current = selection
    if (only === undefined || row < 0) return
    setActive(only)
    seen.showRow(row)
  }, [rows, seen, selection, setActive, onHidden])
}
