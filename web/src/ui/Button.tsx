/** A button with words; one `primary` at most in a view. */
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonClass, type ControlSize } from '@/ui/buttonClass'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import './button.css'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'size'> {
  readonly look?: ButtonLook
  /** 24, 28 or 36 pixels high. */
  readonly size?: ControlSize
  readonly icon?: IconName
}

export function Button({
  look = 'plain',
  size = 'md',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button type={type} className={buttonClass(look, size, className)} {...rest}>
      {icon !== undefined && <Icon name={icon} size="s" />}
      {children}
    </button>
  )
}
