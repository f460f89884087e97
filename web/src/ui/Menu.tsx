/** A button that opens a menu below it. */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { MenuList } from '@/ui/MenuList'
import type { MenuEntry } from '@/ui/menuItems'
import { Popover } from '@/ui/Popover'

interface MenuProps {
  /** Names the button, unless its content does (`labelled`), and the menu. */
  readonly label: string
  readonly entries: readonly MenuEntry[]
  /** Which end of the button the menu keeps to. */
  readonly side?: 'start' | 'end'
  /** Of the button: `icon-button`, `buttonClass('plain')`, or your own. */
  readonly className?: string
  readonly title?: string
  /** The content of the button says what it is; `label` is not read for it. */
  readonly labelled?: boolean
  readonly children: ReactNode
}

export function Menu({
  label,
  entries,
  side = 'start',
  className,
  title = label,
  labelled = false,
  children
}: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const open = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setOpen(true)
  }
  return (
    <>
      <button
        type="button"
        ref={button}
        id={id}
        className={className}
        title={title}
        aria-label={labelled ? undefined : label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={open}
      >
        {children}
      </button>
      {isOpen && (
        <Popover anchor={button} side={side} onClose={() => setOpen(false)}>
          <MenuList label={label} entries={entries} onClose={() => setOpen(false)} />
        </Popover>
      )}
    </>
  )
}

interface ContextMenuProps {
  readonly label: string
  /** A point of the window, where the pointer was; keep the same object while the menu is open. */
  readonly at: { readonly x: number; readonly y: number }
  readonly entries: readonly MenuEntry[]
  readonly onClose: () => void
}

/** A menu at a point; shown while it is rendered. */
export function ContextMenu({ label, at, entries, onClose }: ContextMenuProps) {
  return (
    <Popover anchor={at} onClose={onClose}>
      <MenuList label={label} entries={entries} onClose={onClose} />
    </Popover>
  )
}
