/** What was in hand, or typed in, and is gone: somebody else removed it. */
import type { Desk } from '@/canvas/gestures/desk'
import { restore } from '@/model/gestures/removal'
import { called } from '@/model/wording'

export function tellDropped({ workspace }: Pick<Desk, 'workspace'>, gone: readonly string[]): void {
  const [first] = gone
  const element = first === undefined ? undefined : workspace.graph.record(first)
  if (element === undefined) return
  const more = gone.length > 1 ? ` and ${gone.length - 1} more` : ''
  workspace.tell({
    tone: 'info',
    fact: `${called(element)}${more} was removed while you moved it`,
    remedy: 'Nothing of yours is lost.',
    actions: [
      {
        title: 'Restore it',
        run: () => void workspace.perform(restore(workspace.graph, gone))
      }
    ]
  })
}
