/** What a text would change in a model that is there, asked when one is chosen. */
import { useCallback, useEffect, useState } from 'react'
import type { Import, ImportText, Task } from '@/api/http.gen'
import { proposeImport } from '@/api/imports'
import { type Told, toldBy } from '@/api/words'

export type Proposal =
  | { readonly state: 'none' }
  | { readonly state: 'comparing'; readonly task: Task | null }
  | { readonly state: 'known'; readonly change: Import }
  | { readonly state: 'failed'; readonly told: Told }

const NONE: Proposal = { state: 'none' }

/** For no model it is `none`; `again` asks anew. */
export function useProposal(
  model: string | null,
  text: ImportText
): { readonly proposal: Proposal; readonly again: () => void } {
  const [proposal, setProposal] = useState<Proposal>(NONE)
  const [times, setTimes] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when `again` was called
  useEffect(() => {
    if (model === null) return setProposal(NONE)
    const run = new AbortController()
    const { signal } = run
    setProposal({ state: 'comparing', task: null })
    const watch = (task: Task) => signal.aborted || setProposal({ state: 'comparing', task })
    proposeImport(model, text, { watch, signal }).then(
      change => signal.aborted || setProposal({ state: 'known', change }),
      (error: unknown) => signal.aborted || setProposal({ state: 'failed', told: toldBy(error) })
    )
    return () => run.abort()
  }, [model, text, times])
  return { proposal, again: useCallback(() => setTimes(count => count + 1), []) }
}
