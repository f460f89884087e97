/** What a menu holds, and where its keys lead. */
import type { IconName } from '@/ui/icons'

export type MenuEntry = MenuItem | MenuDivider | MenuHeading

export interface MenuItem {
  readonly entry: 'item'
  readonly title: string
  readonly icon?: IconName
  /** The shortcut that does the same. */
  readonly keys?: string
  readonly tone?: 'plain' | 'danger'
  /** Why it cannot be done now; the item is shown, and does nothing. */
  readonly unavailable?: string
  /** On or off, when it is a switch or one of several. */
  readonly checked?: boolean
  readonly onSelect: () => void
}

export interface MenuDivider {
  readonly entry: 'divider'
}

interface MenuHeading {
  readonly entry: 'heading'
  readonly title: string
}

export const DIVIDER: MenuDivider = { entry: 'divider' }

/** Make an item; the rest of it in `more`. */
export function menuItem(
  title: string,
  onSelect: () => void,
  more: Partial<Omit<MenuItem, 'entry' | 'title' | 'onSelect'>> = {}
): MenuItem {
  return { entry: 'item', title, onSelect, ...more }
}

/** The place among `count` that a key leads to from `here`; null when the key means nothing here. */
export function placeByKey(key: string, here: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (here + 1) % count
    case 'ArrowUp':
      return (here - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** The next title after `here` that begins with what was typed; null when none does. */
export function placeByLetters(
  typed: string,
  here: number,
  titles: readonly string[]
): number | null {
  const wanted = typed.toLocaleLowerCase()
  const first = typed.length === 1 ? here + 1 : here // one letter goes on, more of them narrow
  for (let step = 0; step < titles.length; step += 1) {
    const place = (first + step + titles.length) % titles.length
    if (titles[place]?.toLocaleLowerCase().startsWith(wanted)) return place
  }
  return null
}
