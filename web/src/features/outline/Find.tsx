/** The box that finds elements by name; Enter and the arrow down go to what is found. */
import type { KeyboardEvent } from 'react'
import { TextField } from '@/ui/TextField'

interface FindProps {
  readonly words: string
  readonly onChange: (words: string) => void
  readonly onGo: () => void
}

export function Find({ words, onChange, onGo }: FindProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape' && words !== '') onChange('')
    else if (event.key === 'Enter' || event.key === 'ArrowDown') onGo()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="outline-find">
      <TextField
        label="Find an element"
        labelHidden
        icon="search"
        type="search"
        placeholder="Find an element"
        value={words}
        onChange={onChange}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
