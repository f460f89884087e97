/** Toasts of a page that has no open model around it. */
import { useCallback, useRef, useState } from 'react'
import type { ToastLine } from '@/ui/Toasts'

export interface ToastsOfPage {
  readonly toasts: readonly ToastLine[]
  readonly tell: (toast: Omit<ToastLine, 'id'>) => void
  readonly dismiss: (id: number) => void
}

const MOST = 3

export function useToasts(): ToastsOfPage {
  const [toasts, setToasts] = useState<readonly ToastLine[]>([])
  const last = useRef(0)
  const tell = useCallback((toast: Omit<ToastLine, 'id'>) => {
    last.current += 1
    const told = { ...toast, id: last.current }
    setToasts(others => [...others, told].slice(-MOST))
  }, [])
  const dismiss = useCallback((id: number) => {
    setToasts(others => others.filter(other => other.id !== id))
  }, [])
  return { toasts, tell, dismiss }
}
