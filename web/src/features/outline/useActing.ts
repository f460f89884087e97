/** What the outline does to the model and to the screen around it. */
import { useMemo } from 'react'
import { remove } from '@/model/gestures/removal'
import type { Element } from '@/model/graph'
import { useWorkspace } from '@/workspace/hooks'

export interface Acting {
  /** Select and go there; `isMore`: beside what is selected, or no more, and stay. */
  readonly show: (element: Element, isMore?: boolean) => void
  /** Remove it, or with it all that is selected. */
  readonly remove: (element: Element) => void
}

export function useActing(): Acting {
  const workspace = useWorkspace()
  return useMemo(
    () => ({
      show: (element, isMore = false) => {
        const { selection } = workspace.screen.getState()
        if (isMore) {
          const others = [...selection].filter(id => id !== element.id)
          const wasSelected = others.length < selection.size
          workspace.select(...others, ...(wasSelected ? [] : [element.id]))
          return
        }
        workspace.reveal(element.id)
      },
      remove: element => {
        const { selection } = workspace.screen.getState()
        const ids = selection.has(element.id) ? selection : [element.id]
        workspace.perform(remove(workspace.graph, ids))
      }
    }),
    [workspace]
  )
}
