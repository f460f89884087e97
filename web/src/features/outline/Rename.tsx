/** A name typed in the outline: Enter and leaving write it, Esc does not. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { rename } from '@/model/gestures/naming'
import type { Element } from '@/model/graph'
import { useWorkspace } from '@/workspace/hooks'

interface RenameProps {
  readonly element: Element
  readonly onDone: () => void
}

export function Rename({ element, onDone }: RenameProps) {
  const workspace = useWorkspace()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(element.name)
  useEffect(() => input.current?.select(), [])
  const write = () => {
    const isOther = typed.trim() !== '' && typed !== element.name
    if (isOther && !workspace.perform(rename(workspace.graph, element.id, typed))) return
    onDone()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') write()
    if (event.key === 'Escape') onDone()
  }
  return (
    <input
      ref={input}
      className="outline-rename"
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      aria-label={`Name of ${element.name}`}
      value={typed}
      onChange={event => setTyped(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={write}
      onClick={event => event.stopPropagation()}
      onDoubleClick={event => event.stopPropagation()}
    />
  )
}
