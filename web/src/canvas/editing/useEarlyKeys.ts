/** While the editor of what is to be typed is on its way, the window takes the keys for it. */
import { useEffect } from 'react'
import { typeEarly } from '@/canvas/editing/early'
import { isTyping } from '@/canvas/gestures/typing'
import { useWorkspace } from '@/workspace/hooks'

/** An editor that is not there by then, in milliseconds, is out of sight. */
const ON_ITS_WAY = 1000

export function useEarlyKeys(): void {
  const workspace = useWorkspace()
  useEffect(() => {
    let since = Number.NEGATIVE_INFINITY
    const leave = workspace.screen.subscribe((now, before) => {
      if (now.editing !== before.editing) since = performance.now()
    })
    const press = (event: KeyboardEvent) => {
      if (performance.now() - since > ON_ITS_WAY || isTyping(document.activeElement)) return
      if (!typeEarly(workspace, event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => {
      leave()
      window.removeEventListener('keydown', press, { capture: true })
    }
  }, [workspace])
}
