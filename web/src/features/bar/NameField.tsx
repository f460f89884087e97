/** A name that is typed in the bar: Enter keeps it, Esc does not. */
import { type KeyboardEvent, useRef } from 'react'
import './name-field.css'

interface NameFieldProps {
  readonly name: string
  readonly onName: (name: string) => void
  readonly onLeave: () => void
}

const LONGEST = 200

export function NameField({ name, onName, onLeave }: NameFieldProps) {
  const isLeaving = useRef(false)
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') event.currentTarget.blur()
    if (event.key !== 'Escape') return
    isLeaving.current = true
    onLeave()
  }
  return (
    <input
      className="name-field"
      aria-label="Name of the model"
      dir="auto"
      maxLength={LONGEST}
      defaultValue={name}
      ref={select}
      onKeyDown={press}
      onBlur={event => {
        if (!isLeaving.current) onName(event.currentTarget.value)
      }}
    />
  )
}

function select(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}
