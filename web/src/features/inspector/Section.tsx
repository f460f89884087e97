/** A part of the panel with a title. */
import type { ReactNode } from 'react'
import { Count } from '@/ui/Count'

interface SectionProps {
  readonly title: string
  readonly count?: number
  readonly children: ReactNode
}

export function Section({ title, count, children }: SectionProps) {
  return (
    <section className="inspector-section">
      <h3 className="inspector-section-title">
        {title}
        {count !== undefined && <Count of={count} />}
      </h3>
      {children}
    </section>
  )
}
