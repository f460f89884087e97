/** The menu of a right click. */
import { useDesk, useHand } from '@/canvas/flow/hooks'
import { listed } from '@/canvas/tools/menus'
import { ContextMenu } from '@/ui/Menu'

export function CanvasMenu() {
  const desk = useDesk()
  const menu = useHand(({ menu }) => menu)
  if (menu === null) return null
  const { label, entries } = listed(desk, menu)
  return (
    <ContextMenu
      key={`${menu.screen.x} ${menu.screen.y}`}
      label={label}
      at={menu.screen}
      entries={entries}
      onClose={() => desk.hand.setState({ menu: null })}
    />
  )
}
