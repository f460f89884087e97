/** A question that must be answered first; shown while it is rendered. Esc and a click beside it close it. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { IconButton } from '@/ui/IconButton'
import './dialog.css'

interface DialogProps {
  readonly title: string
  readonly wide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What has the focus at first: the field to fill in, else a button below the title. */
const FIRST = '.dialog-body :is(input, textarea, select, button)'

export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    if (element === null) return
    if (!element.open) element.showModal()
    element.querySelector<HTMLElement>(FIRST)?.focus()
    return () => element.close() // gives the focus back
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key of a dialog, and brings `cancel`
    <dialog
      className={wide ? 'dialog dialog-wide' : 'dialog'}
      ref={dialog}
      aria-labelledby={heading}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <header className="dialog-head">
        <h2 id={heading}>{title}</h2>
        <IconButton icon="x" label="Close" keys="Esc" size="sm" onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  )
}

/** The buttons at the end of a dialog, the one that does it last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="dialog-actions">{children}</div>
}
