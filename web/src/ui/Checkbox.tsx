/** Yes or no. */
import type { ReactNode } from 'react'
import { Icon } from '@/ui/Icon'
import './checkbox.css'

interface CheckboxProps {
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

export function Checkbox({ checked, disabled = false, onChange, children }: CheckboxProps) {
  return (
    <label className={disabled ? 'checkbox checkbox-disabled' : 'checkbox'}>
      <span className="checkbox-mark">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={event => onChange(event.target.checked)}
        />
        <Icon name="check" />
      </span>
      {children}
    </label>
  )
}
