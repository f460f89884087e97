/** One line below the bar when something about the connection must be known, with what can be done. */
import { useEffect, useState } from 'react'
import type { Status } from '@/sync/status'
import { Banner } from '@/ui/Banner'
import { Button } from '@/ui/Button'
import { useGraph, useStatus, useWorkspace } from '@/workspace/hooks'
import type { Workspace } from '@/workspace/workspace'
import { keepAsFile } from './keepAsFile'
import { type Action, standingOf } from './standing'
import './connection-banner.css'

const TITLES: Readonly<Record<Action, string>> = {
  'try now': 'Try now',
  'open again': 'Open again',
  'all models': 'All models',
  'keep as a file': 'Keep as a file',
  'take it out': 'Take it out again',
  understood: 'Understood'
}

export function ConnectionBanner() {
  const workspace = useWorkspace()
  const status = useStatus()
  const isSlow = useSlow(status)
  const [isWarned, setWarned] = useState(false)
  const isArchived = useGraph(
    graph => graph.get(graph.modelId ?? '')?.registers.get('archived') === true
  )
  const standing = standingOf(status, { isSlow, isWarned, isArchived })
  if (standing === null) return null
  const { tone = 'warn', icon, fact, sentence, retryAt, actions } = standing
  const act = (action: Action) => {
    if (action === 'understood') setWarned(true)
    else perform(action, workspace)
  }
  const buttons = actions.map(action => (
    <Button key={action} size="sm" onClick={() => act(action)}>
      {TITLES[action]}
    </Button>
  ))
  return (
    <Banner
      tone={tone}
      icon={icon}
      actions={
        <>
          {retryAt !== undefined && <Countdown until={retryAt} />}
          {buttons}
        </>
      }
    >
      <b>{fact}.</b> {sentence}
    </Banner>
  )
}

function perform(action: Exclude<Action, 'understood'>, workspace: Workspace): void {
  const { session, slug } = workspace
  switch (action) {
    case 'try now':
      session.reconnect()
      break
    case 'open again':
      window.location.reload()
      break
    case 'all models':
      window.location.assign('/')
      break
    case 'keep as a file':
      keepAsFile(`${slug}-changes.json`, session.exportJournal())
      break
    case 'take it out':
      takeOut(workspace)
      break
  }
}

function takeOut(workspace: Workspace): void {
  const { modelId } = workspace.graph
  if (modelId === null) return
  workspace.perform({
    label: 'Took the model out of the archive',
    steps: [{ step: 'set', element: modelId, attribute: 'archived', value: false }]
  })
}

interface CountdownProps {
  /** In milliseconds since 1970. */
  readonly until: number
}

/** Not read aloud as it counts. */
function Countdown({ until }: CountdownProps) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return (
    <span className="connection-banner-next" aria-live="off">
      {seconds === 0 ? 'trying now' : `next try in ${seconds} s`}
    </span>
  )
}

const SLOW = 5000

/** Whether it has been saving for long; others' edits in between do not make it sooner. */
function useSlow({ state, pending }: Status): boolean {
  const isSaving = state === 'saving' && pending > 0
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isSaving) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), SLOW)
    return () => clearTimeout(timer)
  }, [isSaving])
  return isSaving && isSlow
}
