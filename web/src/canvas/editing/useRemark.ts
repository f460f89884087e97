/** What is to be said of a line while it is typed: at rest, or as soon as it was to be written. */
import { useEffect, useState } from 'react'
import type { Line, Remark } from '@/canvas/editing/line'

export interface Remarked {
  readonly remark: Remark | null
  /** Say it now, and from now on with every letter. */
  readonly demand: () => void
}

const REST_MS = 900

export function useRemark(line: Line, text: string): Remarked {
  const [rested, setRested] = useState<string | null>(null)
  const [isDemanded, setDemanded] = useState(false)
  useEffect(() => {
    const resting = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(resting)
  }, [text])
  const isTime = isDemanded || rested === text
  const isBlank = text.trim() === ''
  return {
    remark: isTime && !isBlank ? line.remark(text) : null,
    demand: () => setDemanded(true)
  }
}
