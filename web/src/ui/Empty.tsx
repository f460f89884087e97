/** What will be here, and how it comes here: one example, one key. */
import type { ReactNode } from 'react'
import './empty.css'

interface EmptyProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

export function Empty({ title, actions, children }: EmptyProps) {
  return (
    <div className="empty">
      <h2 className="empty-title">{title}</h2>
      {children}
      {actions !== undefined && <div className="empty-actions">{actions}</div>}
    </div>
  )
}
