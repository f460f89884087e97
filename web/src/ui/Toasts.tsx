/** What has to be said, at the bottom centre: information leaves after a while, refusals stay. */
import { useEffect, useEffectEvent, useState } from 'react'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { IconButton } from '@/ui/IconButton'
import './toasts.css'

export interface ToastLine {
  readonly id: number
  readonly tone: 'info' | 'refusal'
  readonly fact: string
  readonly remedy?: string
  readonly actions?: readonly { readonly title: string; readonly run: () => void }[]
}

interface ToastsProps {
  readonly toasts: readonly ToastLine[]
  readonly onDismiss: (id: number) => void
  /** Over the whole page instead of over what they are rendered in. */
  readonly overPage?: boolean
}

const STAYS_MS = 6000

export function Toasts({ toasts, onDismiss, overPage = false }: ToastsProps) {
  return (
    <section className={overPage ? 'toasts toasts-page' : 'toasts'} aria-label="Notices">
      {toasts.map(toast => (
        <Toast key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </section>
  )
}

interface ToastProps {
  readonly toast: ToastLine
  readonly onDismiss: (id: number) => void
}

function Toast({ toast, onDismiss }: ToastProps) {
  const { id, tone, fact, remedy, actions = [] } = toast
  const isRefusal = tone === 'refusal'
  const [isHeld, setHeld] = useState(false)
  const leave = useEffectEvent(() => onDismiss(id))
  useEffect(() => {
    if (isRefusal || isHeld) return
    const timer = setTimeout(leave, STAYS_MS)
    return () => clearTimeout(timer)
  }, [isRefusal, isHeld])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being looked at only keeps it from leaving
    <div
      className={`toasts-toast toasts-${tone}`}
      role={isRefusal ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={isRefusal ? 'warn' : 'info'} />
      <div className="toasts-words">
        <b dir="auto">{fact}</b>
        {remedy !== undefined && <p dir="auto">{remedy}</p>}
        {actions.length > 0 && (
          <div className="toasts-actions">
            {actions.map(({ title, run }) => (
              <Button
                key={title}
                size="sm"
                onClick={() => {
                  onDismiss(id)
                  run()
                }}
              >
                {title}
              </Button>
            ))}
          </div>
        )}
      </div>
      <IconButton icon="x" label="Dismiss" size="sm" onClick={() => onDismiss(id)} />
    </div>
  )
}
