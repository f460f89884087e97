/** One of a few, each with a line that says what it means. */
import { useId } from 'react'
import type { Choice } from '@/ui/Select'
import './radio-cards.css'

interface CardChoice<Value extends string = string> extends Choice<Value> {
  readonly text: string
  readonly disabled?: boolean
}

interface RadioCardsProps<Value extends string> {
  readonly label: string
  readonly choices: readonly CardChoice<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export function RadioCards<Value extends string>({
  label,
  choices,
  value,
  onChange
}: RadioCardsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="radio-cards">
      <legend>{label}</legend>
      {choices.map(choice => (
        <label key={choice.value} className="radio-cards-card">
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          <span className="radio-cards-dot" />
          <span>
            <span className="radio-cards-title">{choice.title}</span>
            <span className="radio-cards-text">{choice.text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
