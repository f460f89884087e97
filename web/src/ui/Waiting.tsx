/** What is waited for, in words, once it has taken a second; with how far it is when it can be counted. */
import { type ReactNode, useEffect, useState } from 'react'
import './waiting.css'

interface WaitingProps {
  /** `Reading line 4,120 of 9,800`. */
  readonly children: ReactNode
  readonly done?: number
  readonly total?: number | null
  readonly afterMs?: number
}

export function Waiting({ children, done = 0, total = null, afterMs = 1000 }: WaitingProps) {
  const [isLate, setLate] = useState(afterMs === 0)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => clearTimeout(timer)
  }, [afterMs])
  return (
    <div className="waiting" role="status">
      {isLate && <p>{children}</p>}
      {isLate && total !== null && total > 0 && (
        <progress className="waiting-track" max={total} value={done} aria-label="How far it is" />
      )}
    </div>
  )
}
