/** A model's name as it is typed anew: Enter and leaving keep it, Esc does not. */
import { type KeyboardEvent, useRef, useState } from 'react'
import { TextField } from '@/ui/TextField'

interface RenameModelProps {
  readonly name: string
  /** With the new name, or null when it stays. */
  readonly onDone: (name: string | null) => void
}

export function RenameModel({ name, onDone }: RenameModelProps) {
  const [typed, setTyped] = useState(name)
  const isDone = useRef(false)
  const finish = (given: string | null) => {
    if (isDone.current) return // leaving the field comes after Enter and Esc, too
    isDone.current = true
    const wanted = given?.trim() ?? ''
    onDone(wanted === '' || wanted === name ? null : wanted)
  }
  const byKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') finish(typed)
    if (event.key === 'Escape') finish(null)
  }
  return (
    <TextField
      label="Name of the model"
      labelHidden
      size="sm"
      value={typed}
      onChange={setTyped}
      onKeyDown={byKey}
      onBlur={() => finish(typed)}
      onFocus={event => event.target.select()}
      autoFocus
    />
  )
}
