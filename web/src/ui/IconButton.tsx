/** A button that is an icon: its label is read aloud, and the tooltip says it with its key. */
import type { ComponentProps } from 'react'
import type { ControlSize } from '@/ui/buttonClass'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { titleWithKeys } from '@/ui/shortcut'
import './icon-button.css'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'size' | 'children'> {
  readonly icon: IconName
  readonly label: string
  /** The shortcut that does the same: `Ctrl+K`. */
  readonly keys?: string
  readonly size?: ControlSize
  /** On or off, when it is a switch. */
  readonly pressed?: boolean
}

export function IconButton({
  icon,
  label,
  keys,
  size = 'md',
  pressed,
  className = '',
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type}
      className={`icon-button icon-button-${size} ${className}`.trimEnd()}
      aria-label={label}
      aria-pressed={pressed}
      title={titleWithKeys(label, keys)}
      {...rest}
    >
      <Icon name={icon} size={size === 'sm' ? 's' : 'm'} />
    </button>
  )
}
