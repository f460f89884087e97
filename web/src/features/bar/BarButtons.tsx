/** Small buttons of the bar: find on the canvas, the panels at the sides. */
import { IconButton } from '@/ui/IconButton'
import { useScreen, useWorkspace } from '@/workspace/hooks'
import { isOpen, toggled } from '@/workspace/panels'
import './bar-buttons.css'

export function FindButton() {
  const workspace = useWorkspace()
  return (
    <IconButton
      icon="search"
      label="Find on the canvas"
      keys="Ctrl+F"
      onClick={() => workspace.show({ isFinding: true })}
    />
  )
}

export function HistoryButton() {
  const workspace = useWorkspace()
  const isShown = useScreen(screen => isOpen(screen, 'history'))
  return (
    <IconButton
      icon="history"
      label="History"
      keys="Alt+H"
      pressed={isShown}
      onClick={() => workspace.show(toggled(workspace.screen.getState(), 'history'))}
    />
  )
}

export function OutlineButton() {
  const workspace = useWorkspace()
  const isShown = useScreen(screen => screen.isRailOpen)
  return (
    <IconButton
      icon="panel"
      label="Outline"
      keys="Ctrl+B"
      pressed={isShown}
      onClick={() => workspace.show({ isRailOpen: !isShown })}
    />
  )
}

export function DetailsButton() {
  const workspace = useWorkspace()
  const isShown = useScreen(screen => screen.isInspectorOpen)
  return (
    <IconButton
      icon="panel"
      className="bar-buttons-end"
      label="Details"
      keys="Alt+I"
      pressed={isShown}
      onClick={() => workspace.show({ isInspectorOpen: !isShown })}
    />
  )
}
