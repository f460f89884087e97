/** Bringing in, as the review shows it: how far it is, and what kept it. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { Refusal } from '@/api/client'
import type { ImportText, Task } from '@/api/http.gen'
import { lineOf, toldBy } from '@/api/words'
import { bringAsNew, bringInto, isCut } from './bringing'
import type { Place } from './Destination'
import type { Proposal } from './useProposal'

type Doing =
  | { readonly state: 'idle' }
  | { readonly state: 'busy'; readonly task: Task | null }
  | {
      readonly state: 'failed'
      readonly line: string
      readonly isAboutSlug: boolean
      readonly isCut: boolean
    }

interface Bringing {
  readonly doing: Doing
  readonly bring: (place: Place, proposal: Proposal) => void
  /** What was said does not hold for what is wanted now. */
  readonly forget: () => void
}

const IDLE: Doing = { state: 'idle' }

export function useBringing(text: ImportText, onDone: (slug: string) => void): Bringing {
  const [doing, setDoing] = useState<Doing>(IDLE)
  const running = useRef<AbortController>(null)
  const triedAt = useRef<number>(null)
  useEffect(() => () => running.current?.abort(), [])
  const bring = useCallback(
    (place: Place, proposal: Proposal) => {
      const run = new AbortController()
      running.current = run
      const { signal } = run
      const watch = (task: Task) => signal.aborted || setDoing({ state: 'busy', task })
      setDoing({ state: 'busy', task: null })
      const began = Date.now()
      const done = brought(text, place, proposal, {
        waiting: { watch, signal },
        triedAt: triedAt.current
      })
      done.then(
        slug => signal.aborted || onDone(slug),
        (error: unknown) => {
          if (signal.aborted) return
          if (isCut(error)) triedAt.current ??= began
          setDoing(failed(error, place))
        }
      )
    },
    [text, onDone]
  )
  const forget = useCallback(() => {
    setDoing(now => (now.state === 'failed' ? IDLE : now))
  }, [])
  return { doing, bring, forget }
}

async function brought(
  text: ImportText,
  { way, name, slug }: Place,
  proposal: Proposal,
  trying: Parameters<typeof bringAsNew>[2]
): Promise<string> {
  if (way === 'new') return bringAsNew(text, { name: name.trim(), slug }, trying)
  if (proposal.state === 'known') return bringInto(proposal.change)
  throw new Error('nothing was compared yet')
}

function failed(error: unknown, { slug }: Place): Doing {
  const code = error instanceof Refusal ? error.code : null
  const isTaken = code === 'slug-taken'
  return {
    state: 'failed',
    line: isTaken ? `The address ${slug} is taken. Choose another one.` : lineOf(toldBy(error)),
    isAboutSlug: isTaken || (error instanceof Refusal && error.attribute === 'slug'),
    isCut: isCut(error)
  }
}
