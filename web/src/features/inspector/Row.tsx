/** A label and what it is of, side by side. */
import type { ReactNode } from 'react'

interface RowProps {
  readonly label: string
  readonly children: ReactNode
}

/** The control has the same label for screen readers; this one is for the eye. */
export function Row({ label, children }: RowProps) {
  return (
    <>
      <span className="inspector-label" aria-hidden="true">
        {label}
      </span>
      <div className="inspector-control">{children}</div>
    </>
  )
}
