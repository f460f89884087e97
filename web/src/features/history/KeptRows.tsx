/** My gestures that have no answer yet, above all that is recorded. */
import { useCallback, useSyncExternalStore } from 'react'
import type { Gesture } from '@/journal/gesture'
import { Avatar } from '@/ui/Avatar'
import { colourOf } from '@/ui/colours'
import { useStatus, useWorkspace } from '@/workspace/hooks'
import { shownName } from '@/workspace/people'

/** More than these are counted. */
const MOST = 20

export function KeptRows() {
  const { me, presence } = useWorkspace()
  const kept = useKept()
  if (kept.length === 0) return null
  const name = shownName(me.name)
  const shown = kept.slice(-MOST).reverse()
  return (
    <section aria-label="Kept here, not saved yet">
      <h3 className="history-panel-day">Kept here</h3>
      {shown.map(({ editId, label }) => (
        <div key={editId} className="commit-row">
          <span className="commit-row-pin commit-row-kept" aria-hidden="true" />
          <div className="commit-row-what">
            <Avatar name={name} colour={presence.colourOf(me.id) ?? colourOf(me.id)} size="sm" />
            <span className="commit-row-words" dir="auto">
              {label}
            </span>
            <span className="commit-row-note">not saved yet</span>
          </div>
        </div>
      ))}
      {kept.length > MOST && (
        <p className="history-panel-note">and {kept.length - MOST} before them</p>
      )}
    </section>
  )
}

/** What waits; nothing while that is on its way and well. */
function useKept(): readonly Gesture[] {
  const { session } = useWorkspace()
  const { state, access, pending } = useStatus()
  const subscribe = useCallback((changed: () => void) => session.subscribe(changed), [session])
  const key = useSyncExternalStore(subscribe, () => session.unsaved.at(-1)?.editId ?? null)
  const isWaiting = state === 'offline' || state === 'stopped' || state === 'connecting'
  if (key === null || pending === 0) return []
  return isWaiting || access === 'held' ? session.unsaved : []
}
