/** The bar across the top of a page. */
import type { ReactNode } from 'react'
import './bar.css'

interface BarProps {
  readonly children: ReactNode
}

export function Bar({ children }: BarProps) {
  return <header className="bar">{children}</header>
}

/** Takes the room between what is left in the bar and what is right. */
export function BarSpace() {
  return <span className="bar-space" />
}
