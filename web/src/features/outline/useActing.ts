/** What the outline does to the model and to the screen around it. */
import { useMemo } from 'react'
import { remove } from '@/model/gestures/removal'
import type { Element, Graph } from '@/model/graph'
import { isMember } from '@/model/standing'
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
        workspace.select(element.id)
        const at = performance.now()
        workspace.show({ reveal: { element: cardOf(workspace.graph, element), at } })
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

/** A field is shown by the card that it is a row of. */
function cardOf(graph: Graph, element: Element): string {
  const card = [element, ...graph.ancestors(element.id)].find(({ kind }) => !isMember(kind))
  return card?.id ?? element.id
}
