/** One line to type in. */
import { type ComponentProps, type ReactNode, useId } from 'react'
import type { ControlSize } from '@/ui/buttonClass'
import { belowId, FieldFrame, type Labelled } from '@/ui/FieldFrame'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'

interface TextFieldProps extends Labelled, Omit<ComponentProps<'input'>, 'size' | 'onChange'> {
  readonly size?: ControlSize
  readonly icon?: IconName
  /** At the end of the box: keys, a count, a button. */
  readonly end?: ReactNode
  readonly onChange?: (text: string) => void
}

export function TextField({
  label,
  labelHidden = false,
  hint,
  problem,
  size = 'md',
  icon,
  end,
  onChange,
  id,
  className = '',
  ...rest
}: TextFieldProps) {
  const own = useId()
  const name = id ?? own
  const isWrong = problem !== undefined
  return (
    <FieldFrame id={name} {...{ label, labelHidden, hint, problem }}>
      <div className={`text-field-box text-field-${size} ${isWrong ? 'text-field-wrong' : ''}`}>
        {icon !== undefined && <Icon name={icon} size="s" />}
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          {...rest}
          id={name}
          className={`text-field-input ${className}`.trimEnd()}
          aria-invalid={isWrong || undefined}
          aria-describedby={belowId(name)}
          onChange={event => onChange?.(event.target.value)}
        />
        {end}
      </div>
    </FieldFrame>
  )
}
