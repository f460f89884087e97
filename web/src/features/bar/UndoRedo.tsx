/** Undo and redo of what I did in this tab; the tooltip says what that would be. */
import { useCallback, useSyncExternalStore } from 'react'
import { IconButton } from '@/ui/IconButton'
import { useWorkspace } from '@/workspace/hooks'
import './undo-redo.css'

export function UndoRedo() {
  const workspace = useWorkspace()
  const { history } = workspace
  const subscribe = useCallback((changed: () => void) => history.subscribe(changed), [history])
  const undone = useSyncExternalStore(subscribe, () => history.nextUndo)
  const redone = useSyncExternalStore(subscribe, () => history.nextRedo)
  return (
    <span className="undo-redo">
      <IconButton
        icon="undo"
        label={undone === null ? 'Nothing to undo' : `Undo: ${undone}`}
        keys="Ctrl+Z"
        disabled={undone === null}
        onClick={() => void workspace.undo()}
      />
      <IconButton
        icon="undo"
        className="undo-redo-redo"
        label={redone === null ? 'Nothing to redo' : `Redo: ${redone}`}
        keys="Ctrl+Shift+Z"
        disabled={redone === null}
        onClick={() => void workspace.redo()}
      />
    </span>
  )
}
