/** What of the frame is shown, as entries of a menu with their keys. */
import { type MenuEntry, menuItem } from '@/ui/menuItems'
import { useScreen, useWorkspace } from '@/workspace/hooks'
import { focused, isOpen, toggled, withRail } from '@/workspace/panels'
import type { Screen } from '@/workspace/screen'

export function useViewEntries(): readonly MenuEntry[] {
  const workspace = useWorkspace()
  const screen = useScreen(whole => whole)
  const entry = (
    title: string,
    keys: string,
    { checked, next }: { checked: boolean; next: (screen: Screen) => Partial<Screen> }
  ) => menuItem(title, () => workspace.show(next(screen)), { keys, checked })
  const panel = (title: string, keys: string, wanted: Screen['panel']) =>
    entry(title, keys, { checked: isOpen(screen, wanted), next: now => toggled(now, wanted) })
  const isFocused = !screen.isRailOpen && !screen.isInspectorOpen
  return [
    entry('Outline', 'Ctrl+B', { checked: screen.isRailOpen, next: withRail }),
    panel('Details', 'Alt+I', 'details'),
    panel('Problems', 'Alt+P', 'problems'),
    panel('History', 'Alt+H', 'history'),
    entry('Canvas only', 'Alt+Z', { checked: isFocused, next: focused })
  ]
}
