/** An editor that loses the focus writes what is typed, and goes. */
import type { FocusEvent } from 'react'
import type { Editor } from '@/canvas/editing/editor'
import { keyOf } from '@/canvas/editing/places'
import { leave } from '@/canvas/editing/typing'

export function useBlur({ workspace, line, root }: Editor): (event: FocusEvent) => void {
  return event => {
    if (root.current?.contains(event.relatedTarget)) return
    if (event.target === document.activeElement) return // the whole window lost it, and brings it back
    const { editing } = workspace.screen.getState()
    const isMeant = editing !== null && keyOf(editing) === line.key
    if (!isMeant && line.isNew === true) return // it was made, or given up
    leave(workspace, line)
    if (isMeant) workspace.show({ editing: null })
  }
}
