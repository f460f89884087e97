/** The commits that touched one element, asked for when somebody looks, and again after every change of it. */
import { useEffect, useReducer, useRef } from 'react'
import { elementCommitPage } from '@/api/commits'
import type { CommitHeader, CommitHeaders } from '@/api/http.gen'
import { useStatus, useWorkspace } from '@/workspace/hooks'

interface History {
  readonly state: 'asking' | 'known' | 'failed'
  readonly commits: readonly CommitHeader[]
  readonly next: string | null
}

type Heard =
  | { readonly heard: 'asked' }
  | { readonly heard: 'failed' }
  | { readonly heard: 'page'; readonly page: CommitHeaders; readonly after: string | null }

interface ElementCommits {
  readonly commits: readonly CommitHeader[]
  readonly state: History['state']
  readonly hasMore: boolean
  readonly more: () => void
}

const BEGINNING: History = { state: 'asking', commits: [], next: null }

export function useElementCommits(element: string): ElementCommits {
  const { slug } = useWorkspace()
  const { pending, state: connection } = useStatus()
  const [history, hear] = useReducer(after, BEGINNING)
  const leaving = useRef(new AbortController())
  const read = async (next: string | null) => {
    const { signal } = leaving.current
    hear({ heard: 'asked' })
    try {
      const page = await elementCommitPage(slug, element, next, signal)
      if (!signal.aborted) hear({ heard: 'page', page, after: next })
    } catch {
      if (!signal.aborted) hear({ heard: 'failed' })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when mine are saved, and when there is a server again
  useEffect(() => {
    const asking = new AbortController()
    leaving.current = asking
    void read(null)
    return () => asking.abort()
  }, [slug, element, pending === 0, connection === 'offline'])
  const { commits, state, next } = history
  return { commits, state, hasMore: next !== null, more: () => void read(next) }
}

function after(history: History, heard: Heard): History {
  switch (heard.heard) {
    case 'asked':
      return { ...history, state: 'asking' }
    case 'failed':
      return { ...history, state: 'failed' }
    case 'page': {
      const { items, next } = heard.page
      const commits = heard.after === null ? items : [...history.commits, ...items]
      return { state: 'known', commits, next }
    }
  }
}
