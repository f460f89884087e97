/** Ask before the page is closed, when something would be lost by it. */
import { useEffect } from 'react'
import { useWorkspace } from '@/workspace/hooks'

export function useClosingGuard(): void {
  const { session } = useWorkspace()
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const { pending, durable } = session.status
      if (pending > 0 && !durable) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [session])
}
