/** What happened to one element, newest first. */
import type { CommitHeader } from '@/api/http.gen'
import type { Element } from '@/model/graph'
import { Avatar } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { colourOf } from '@/ui/colours'
import { momentShown, timeShown } from '@/ui/moments'
import { useWorkspace } from '@/workspace/hooks'
import { shownName } from '@/workspace/people'
import { useElementCommits } from './useElementCommits'

interface ElementHistoryProps {
  readonly element: Element
}

export function ElementHistory({ element }: ElementHistoryProps) {
  const { commits, state, hasMore, more } = useElementCommits(element.id)
  return (
    <div className="inspector-history">
      <ol aria-label="History">
        {commits.map(commit => (
          <li key={commit.tx}>
            <Commit commit={commit} />
          </li>
        ))}
      </ol>
      {state !== 'known' && <p className="inspector-rest">{WORDS[state]}</p>}
      {state === 'known' && commits.length === 0 && (
        <p className="inspector-rest">Nothing is recorded of it yet.</p>
      )}
      {(hasMore || state === 'failed') && state !== 'asking' && (
        <Button size="sm" onClick={more}>
          {state === 'failed' ? 'Try again' : 'Show older ones'}
        </Button>
      )}
    </div>
  )
}

const WORDS = {
  asking: 'Reading its history',
  failed: 'The server does not answer. Its history is there when the connection is back.'
} as const

function Commit({ commit }: { readonly commit: CommitHeader }) {
  const { presence } = useWorkspace()
  const { actor, author, summary, why, recorded_at } = commit
  const name = shownName(author)
  const at = new Date(recorded_at ?? Number.NaN)
  return (
    <div className="inspector-commit" title={`${name}, ${momentShown(at)}`}>
      <Avatar name={name} colour={presence.colourOf(actor) ?? colourOf(actor)} size="sm" />
      <span className="inspector-commit-words" dir="auto">
        {summary}
        {why !== null && <q>{why}</q>}
      </span>
      <time dateTime={recorded_at ?? undefined}>{timeShown(at, new Date())}</time>
    </div>
  )
}
