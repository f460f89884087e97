/** Fifty commits under their days; far from the screen, only the room they take. */
import { Fragment, memo, type RefObject, useEffect, useRef, useState } from 'react'
import type { CommitHeader } from '@/api/http.gen'
import { dayShown } from '@/ui/moments'
import type { Page } from '@/workspace/commits'
import { CommitRow } from './CommitRow'

interface HistoryPageProps {
  readonly page: Page
  /** The commit that stands above: its day is named already. */
  readonly above: CommitHeader | null
}

/** Pixels beyond the screen in which rows are drawn before they are seen. */
const MARGIN = '800px'

export const HistoryPage = memo(function HistoryPage({ page, above }: HistoryPageProps) {
  const room = useRef<HTMLDivElement>(null)
  const height = useRef(0)
  const isNear = useNear(room, height)
  const now = new Date()
  if (!isNear) return <div ref={room} style={{ height: height.current }} />
  return (
    <div ref={room}>
      {page.commits.map((commit, place) => {
        const day = dayShown(instantOf(commit), now)
        const former = place === 0 ? above : page.commits[place - 1]
        const isSame = former != null && dayShown(instantOf(former), now) === day
        return (
          <Fragment key={commit.tx}>
            {!isSame && <h3 className="history-panel-day">{day}</h3>}
            <CommitRow commit={commit} />
          </Fragment>
        )
      })}
    </div>
  )
})

function instantOf({ recorded_at }: CommitHeader): Date {
  return new Date(recorded_at ?? 0)
}

/** Whether an element is on the screen, or nearly; notes its height when it leaves. */
function useNear(room: RefObject<HTMLElement | null>, height: RefObject<number>): boolean {
  const [isNear, setNear] = useState(true)
  useEffect(() => {
    const element = room.current
    if (element === null) return
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return
        if (isNear) height.current = entry.boundingClientRect.height
        setNear(entry.isIntersecting)
      },
      { root: element.closest('.history-panel'), rootMargin: MARGIN }
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [room, height, isNear])
  return isNear
}
