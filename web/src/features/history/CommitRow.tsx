/** One commit as a line: who, what, when. */
import { memo } from 'react'
import type { CommitHeader } from '@/api/http.gen'
import { Avatar } from '@/ui/Avatar'
import { colourOf } from '@/ui/colours'
import { Icon } from '@/ui/Icon'
import { momentShown, timeOfDay } from '@/ui/moments'
import { useWorkspace } from '@/workspace/hooks'
import { shownName } from '@/workspace/people'
import { partsOf } from './sentence'
import './commit-row.css'

interface CommitRowProps {
  readonly commit: CommitHeader
}

export const CommitRow = memo(function CommitRow({ commit }: CommitRowProps) {
  const workspace = useWorkspace()
  const { actor, author, summary, why, recorded_at, elements, tx, stream } = commit
  const { graph, presence, slug } = workspace
  const name = shownName(author)
  const when = new Date(recorded_at ?? Number.NaN)
  const names = elements.slice(0, 20).map(id => graph.record(id)?.name ?? '')
  const show = () => {
    const standing = elements.filter(id => graph.get(id) !== undefined)
    const [first] = standing
    if (first === undefined) workspace.tell(NOT_HERE)
    else if (standing.length === 1) workspace.reveal(first)
    else workspace.revealAll(standing)
  }
  return (
    <div className="commit-row" data-tx={tx} data-stream={stream}>
      <span className="commit-row-pin" aria-hidden="true" />
      <button type="button" className="commit-row-what" onClick={show} title={tooltip(name, when)}>
        <Avatar name={name} colour={presence.colourOf(actor) ?? colourOf(actor)} size="sm" />
        <span className="commit-row-words" dir="auto">
          {partsOf(summary, names).map(({ text, isName, at }) =>
            isName ? <b key={at}>{text}</b> : <span key={at}>{text}</span>
          )}
          {why !== null && <q className="commit-row-why">{why}</q>}
        </span>
        <time dateTime={recorded_at ?? undefined}>{timeOfDay(when)}</time>
      </button>
      <a
        className="commit-row-table"
        href={`/m/${encodeURIComponent(slug)}/table?known_at=${tx}`}
        target="_blank"
        rel="noreferrer"
        aria-label="As a table at this moment"
        title="As a table at this moment"
      >
        <Icon name="list" size="s" />
      </a>
    </div>
  )
})

const NOT_HERE = {
  tone: 'info',
  fact: 'Nothing of it is in the model now',
  remedy: 'The table of that moment shows it.'
} as const

function tooltip(name: string, when: Date): string {
  return `${name}, ${momentShown(when)}: show what it touched`
}
