/** What was done to the model, newest first, one line per gesture. */
import { type RefObject, useEffect, useRef } from 'react'
import { Button } from '@/ui/Button'
import { Waiting } from '@/ui/Waiting'
import { useCommits, useStatus, useWorkspace } from '@/workspace/hooks'
import { HistoryPage } from './HistoryPage'
import { KeptRows } from './KeptRows'
import './history-panel.css'

export function HistoryPanel() {
  const { commits } = useWorkspace()
  const { pages, state, hasMore } = useCommits()
  const isAway = useStatus().state === 'offline'
  const end = useRef<HTMLDivElement>(null)
  useEnd(end, () => commits.more())
  return (
    <div className="history-panel">
      <KeptRows />
      {state === 'failed' && (isAway ? <Away /> : <Failed onRetry={() => commits.retry()} />)}
      {pages.map((page, place) => (
        <HistoryPage key={page.id} page={page} above={pages[place - 1]?.commits.at(-1) ?? null} />
      ))}
      {state === 'asking' && <Waiting>Reading history</Waiting>}
      {state === 'known' && pages.length === 0 && (
        <p className="history-panel-note">Nothing has been done here yet.</p>
      )}
      {hasMore && pages.length > 0 && <div className="history-panel-end" ref={end} />}
    </div>
  )
}

/** The banner says already that there is no connection. */
function Away() {
  return <p className="history-panel-note">The rest is read when the connection is back.</p>
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <p className="history-panel-old">
      History could not be read; what is shown is what is known here.
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </p>
  )
}

/** Call when the end of the list comes near. */
function useEnd(end: RefObject<HTMLElement | null>, near: () => void): void {
  useEffect(() => {
    const element = end.current
    if (element === null) return
    const watch = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) near()
      },
      { root: element.closest('.history-panel'), rootMargin: '600px' }
    )
    watch.observe(element)
    return () => watch.disconnect()
  })
}
