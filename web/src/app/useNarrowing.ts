/** Panels make room when the window is narrow, and come back when it is wide again. */
import { useEffect } from 'react'
import { useWorkspace } from '@/workspace/hooks'

/** Below these the panels lie over the canvas; `workbench.css` says the same. */
export const INSPECTOR_BESIDE = '(min-width: 1100px)'
const RAIL_BESIDE = '(min-width: 900px)'

export function useNarrowing(): void {
  const workspace = useWorkspace()
  useEffect(() => {
    const ends = [
      follow(RAIL_BESIDE, isRailOpen => workspace.show({ isRailOpen })),
      follow(INSPECTOR_BESIDE, isInspectorOpen => workspace.show({ isInspectorOpen }))
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [workspace])
}

function follow(query: string, show: (isOpen: boolean) => void): () => void {
  const media = window.matchMedia(query)
  const change = () => show(media.matches)
  if (!media.matches) change()
  media.addEventListener('change', change)
  return () => media.removeEventListener('change', change)
}
