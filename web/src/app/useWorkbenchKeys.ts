/** Keys that mean something wherever the focus is in an open model, but for what is being typed in. */
import { useEffect } from 'react'
import { useWorkspace } from '@/workspace/hooks'
import { focused, toggled, withRail } from '@/workspace/panels'
import type { Screen } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

type Deed = (workspace: Workspace) => void

/** In lower case; `ctrl` is Cmd on a Mac too. */
const DEEDS: Readonly<Record<string, Deed>> = {
  'ctrl+z': workspace => void workspace.undo(),
  'ctrl+shift+z': workspace => void workspace.redo(),
  'ctrl+y': workspace => void workspace.redo(),
  'ctrl+b': showing(withRail),
  'ctrl+s': workspace => tellSaved(workspace),
  'alt+i': showing(screen => toggled(screen, 'details')),
  'alt+h': showing(screen => toggled(screen, 'history')),
  'alt+p': showing(screen => toggled(screen, 'problems')),
  'alt+z': showing(focused)
}

/** Of a text that is being typed, these belong to the text. */
const OF_TEXT: ReadonlySet<string> = new Set(['ctrl+z', 'ctrl+shift+z', 'ctrl+y'])

export function useWorkbenchKeys(): void {
  const workspace = useWorkspace()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const keys = keysOf(event)
      const deed = DEEDS[keys]
      if (deed === undefined || (OF_TEXT.has(keys) && isTyping(event.target))) return
      event.preventDefault()
      deed(workspace)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [workspace])
}

/** `ctrl+shift+z`; by the key's place for Alt, which on a Mac types other letters. */
function keysOf({ ctrlKey, metaKey, altKey, shiftKey, key, code }: KeyboardEvent): string {
  const letter = altKey ? code.replace(/^Key/, '') : key
  const parts = [
    ...(ctrlKey || metaKey ? ['ctrl'] : []),
    ...(altKey ? ['alt'] : []),
    ...(shiftKey ? ['shift'] : []),
    letter.toLowerCase()
  ]
  return parts.join('+')
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  )
}

function showing(next: (screen: Screen) => Partial<Screen>): Deed {
  return workspace => workspace.show(next(workspace.screen.getState()))
}

function tellSaved(workspace: Workspace): void {
  const { pending } = workspace.session.status
  workspace.tell(
    pending === 0
      ? { tone: 'info', fact: 'Everything is saved as you go' }
      : { tone: 'info', fact: 'Saved as you go', remedy: `${pending} on the way to the server.` }
  )
}
