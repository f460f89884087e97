/** A state in a word or two; with `onClick` it is a button that shows more of it. */
import type { ReactNode } from 'react'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import './chip.css'

interface ChipProps {
  readonly tone?: 'plain' | 'ok' | 'warn' | 'danger' | 'info' | 'accent'
  readonly size?: 'sm' | 'md'
  /** Colour is never alone: a tone other than plain has an icon. */
  readonly icon?: IconName
  readonly title?: string
  readonly expanded?: boolean
  readonly onClick?: () => void
  readonly children: ReactNode
}

export function Chip({
  tone = 'plain',
  size = 'md',
  icon,
  title,
  expanded,
  onClick,
  children
}: ChipProps) {
  const classes = `chip chip-${tone} chip-${size}`
  const content = (
    <>
      {icon !== undefined && <Icon name={icon} size="s" />}
      {children}
    </>
  )
  if (onClick === undefined) {
    return (
      <span className={classes} title={title}>
        {content}
      </span>
    )
  }
  return (
    <button
      type="button"
      className={classes}
      title={title}
      aria-expanded={expanded}
      onClick={onClick}
    >
      {content}
    </button>
  )
}
