/** One of several, in the list that the system draws. */
import { type ComponentProps, useId } from 'react'
import type { ControlSize } from '@/ui/buttonClass'
import { belowId, FieldFrame, type Labelled } from '@/ui/FieldFrame'
import { Icon } from '@/ui/Icon'
import './select.css'

export interface Choice<Value extends string = string> {
  readonly value: Value
  readonly title: string
}

interface SelectProps<Value extends string>
  extends Labelled,
    Omit<ComponentProps<'select'>, 'size' | 'onChange' | 'value'> {
  readonly choices: readonly Choice<Value>[]
  readonly value: Value
  readonly size?: ControlSize
  readonly onChange: (value: Value) => void
}

export function Select<Value extends string>({
  label,
  labelHidden = false,
  hint,
  problem,
  choices,
  value,
  size = 'md',
  onChange,
  id,
  ...rest
}: SelectProps<Value>) {
  const own = useId()
  const name = id ?? own
  const choose = (given: string) => {
    const chosen = choices.find(choice => choice.value === given)
    if (chosen !== undefined) onChange(chosen.value)
  }
  return (
    <FieldFrame id={name} {...{ label, labelHidden, hint, problem }}>
      <div className="select-box">
        <select
          {...rest}
          id={name}
          className={`select-input select-${size}`}
          value={value}
          aria-describedby={belowId(name)}
          onChange={event => choose(event.target.value)}
        >
          {choices.map(choice => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </select>
        <Icon name="down" size="s" />
      </div>
    </FieldFrame>
  )
}
