/** What stands around something that is typed or chosen: its label above, a hint or a problem below. */
import type { ReactNode } from 'react'
import { Icon } from '@/ui/Icon'
import './text-field.css'

export interface Labelled {
  readonly label: string
  /** The label is read aloud only, where the place says it to the eye. */
  readonly labelHidden?: boolean
  readonly hint?: ReactNode
  /** What is wrong and what to do, as a sentence; takes the place of the hint. */
  readonly problem?: string | undefined
}

interface FieldFrameProps extends Labelled {
  readonly id: string
  readonly children: ReactNode
}

export function FieldFrame({ id, label, labelHidden, hint, problem, children }: FieldFrameProps) {
  return (
    <div className="text-field">
      <label className={labelHidden ? 'sr-only' : 'text-field-label'} htmlFor={id}>
        {label}
      </label>
      {children}
      <div id={belowId(id)} aria-live="polite">
        {problem !== undefined && (
          <p className="text-field-below text-field-below-wrong">
            <Icon name="warn" size="s" />
            {problem}
          </p>
        )}
        {problem === undefined && hint !== undefined && <p className="text-field-below">{hint}</p>}
      </div>
    </div>
  )
}

/** What describes the control with this id. */
export function belowId(id: string): string {
  return `${id}-below`
}
