/** What the workspace tells, over the canvas. */
import { Toasts } from '@/ui/Toasts'
import { useScreen, useWorkspace } from '@/workspace/hooks'

export function Notices() {
  const workspace = useWorkspace()
  const toasts = useScreen(screen => screen.toasts)
  return <Toasts toasts={toasts} onDismiss={id => workspace.dismiss(id)} />
}
