/** The panel at the right shows one thing at a time; asking for what it shows leads back. */
import type { Panel, Screen } from '@/workspace/screen'

/** Whether a panel is on the screen. */
export function isOpen({ panel, isInspectorOpen }: Screen, wanted: Panel): boolean {
  return isInspectorOpen && panel === wanted
}

/** The screen after the button of a panel was pressed; the details are what is behind the others. */
export function toggled(screen: Screen, wanted: Panel): Partial<Screen> {
  if (!isOpen(screen, wanted)) return { panel: wanted, isInspectorOpen: true }
  return wanted === 'details' ? { isInspectorOpen: false } : { panel: 'details' }
}

/** The outline shown, or not any more. */
export function withRail({ isRailOpen }: Screen): Partial<Screen> {
  return { isRailOpen: !isRailOpen }
}

/** Nothing but the canvas; once more, and all is back. */
export function focused({ isRailOpen, isInspectorOpen }: Screen): Partial<Screen> {
  const isFocused = !isRailOpen && !isInspectorOpen
  return { isRailOpen: isFocused, isInspectorOpen: isFocused }
}
