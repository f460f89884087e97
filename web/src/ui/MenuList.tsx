/** The entries of an open menu: arrows, letters, Home and End; Enter or Space does it. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Icon } from '@/ui/Icon'
import { type MenuEntry, type MenuItem, placeByKey, placeByLetters } from '@/ui/menuItems'
import { keysShown } from '@/ui/shortcut'
import './menu.css'

interface MenuListProps {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly onClose: () => void
}

const TYPING_MS = 700

export function MenuList({ label, entries, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null)
  const typed = useRef({ letters: '', at: 0 })
  useEffect(() => itemsOf(list.current)[0]?.focus(), [])
  const go = (event: KeyboardEvent) => {
    if (event.key === 'Tab') {
      event.preventDefault()
      onClose()
      return
    }
    const items = itemsOf(list.current)
    const { activeElement } = document
    const here = activeElement instanceof HTMLElement ? items.indexOf(activeElement) : -1
    const place = placeByKey(event.key, here, items.length) ?? byLetters(event, here, items)
    if (place === null) return
    event.preventDefault()
    items[place]?.focus()
  }
  const byLetters = (event: KeyboardEvent, here: number, items: readonly HTMLElement[]) => {
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey) return null
    const goesOn = event.timeStamp - typed.current.at < TYPING_MS
    const letters = (goesOn ? typed.current.letters : '') + event.key
    typed.current = { letters, at: event.timeStamp }
    const titles = items.map(item => item.dataset['title'] ?? '')
    return placeByLetters(letters, here, titles)
  }
  return (
    <div className="menu" role="menu" tabIndex={-1} aria-label={label} ref={list} onKeyDown={go}>
      {entries.map((entry, place) => {
        if (entry.entry === 'divider') {
          // biome-ignore lint/suspicious/noArrayIndexKey: a divider has nothing but its place
          return <hr className="menu-divider" key={place} />
        }
        if (entry.entry === 'heading') {
          return (
            <p className="menu-heading" key={entry.title} dir="auto">
              {entry.title}
            </p>
          )
        }
        return <MenuButton key={entry.title} item={entry} onClose={onClose} />
      })}
    </div>
  )
}

function MenuButton({ item, onClose }: { readonly item: MenuItem; readonly onClose: () => void }) {
  const { title, icon, keys, tone = 'plain', unavailable, checked, onSelect } = item
  const select = () => {
    if (unavailable !== undefined) return
    onClose() // first, so that what is selected may take the focus
    onSelect()
  }
  return (
    <button
      type="button"
      className={`menu-item menu-${tone}`}
      {...(checked === undefined
        ? { role: 'menuitem' }
        : { role: 'menuitemcheckbox', 'aria-checked': checked })}
      tabIndex={-1}
      data-title={title}
      aria-disabled={unavailable !== undefined || undefined}
      title={unavailable}
      onClick={select}
      onPointerMove={event => event.currentTarget.focus({ preventScroll: true })}
    >
      <span className="menu-mark">
        {checked === true && <Icon name="check" size="s" />}
        {checked !== true && icon !== undefined && <Icon name={icon} size="s" />}
      </span>
      <span className="menu-title" dir="auto">
        {title}
      </span>
      {keys !== undefined && <span className="menu-keys">{keysShown(keys)}</span>}
    </button>
  )
}

function itemsOf(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
}
