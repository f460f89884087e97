/** Something typed in a form: kept as a draft until it is left, as on the card. */
import { useEffect, useRef, useState } from 'react'
import { type Drafted, type Standing, standingOf } from '@/canvas/editing/draft'
import { keyOf } from '@/canvas/editing/places'
import { draftOf, dropDraft, finish, leave, type } from '@/canvas/editing/typing'
import { isDeclined } from '@/model/wanted'
import { useScreen, useWorkspace } from '@/workspace/hooks'
import type { Workspace } from '@/workspace/workspace'

export interface Drafting {
  readonly standing: Standing
  /** Whether it is typed on the canvas right now, and asked about there. */
  readonly isElsewhere: boolean
  /** Why it was not written, as a sentence. */
  readonly problem: string | undefined
  readonly type: (text: string) => void
  /** Write it; false while it cannot be. */
  readonly finish: () => boolean
  /** Write it, or keep it and say so. */
  readonly leave: () => void
  /** Forget what is typed. */
  readonly drop: () => void
}

export function useDraft(drafted: Drafted): Drafting {
  const workspace = useWorkspace()
  const [isDemanded, setDemanded] = useState(false)
  const { key } = drafted
  const draft = useScreen(({ drafts }) => drafts.get(key))
  const standing = standingOf(draft, drafted.now)
  const isElsewhere = useScreen(({ editing }) => editing !== null && keyOf(editing) === key)
  useLeaving(workspace, drafted)
  return {
    standing,
    isElsewhere,
    problem: isDemanded && draft !== undefined ? problemOf(drafted, standing.text) : undefined,
    type: text => type(workspace, drafted, text),
    finish: () => {
      const isDone = finish(workspace, drafted)
      setDemanded(!isDone)
      return isDone
    },
    leave: () => leave(workspace, drafted),
    drop: () => dropDraft(workspace, key)
  }
}

/** What is typed in a form that goes away is written then, unless the canvas goes on with it. */
function useLeaving(workspace: Workspace, drafted: Drafted): void {
  const latest = useRef(drafted)
  useEffect(() => {
    latest.current = drafted
  })
  useEffect(
    () => () => {
      const { editing } = workspace.screen.getState()
      const isTypedElsewhere = editing !== null && keyOf(editing) === latest.current.key
      if (isTypedElsewhere || draftOf(workspace, latest.current.key) === undefined) return
      leave(workspace, latest.current)
    },
    [workspace]
  )
}

function problemOf(drafted: Drafted, text: string): string | undefined {
  const outcome = drafted.write(text)
  return isDeclined(outcome) ? outcome.declined : undefined
}
