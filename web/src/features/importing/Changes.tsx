/** What would be different in a model that is there, sentence by sentence. */
import { lineOf } from '@/api/words'
import { Button } from '@/ui/Button'
import { Count } from '@/ui/Count'
import { Icon } from '@/ui/Icon'
import { Waiting } from '@/ui/Waiting'
import type { Proposal } from './useProposal'
import './changes.css'
import './losses.css'

interface ChangesProps {
  readonly proposal: Proposal
  readonly onAgain: () => void
}

export function Changes({ proposal, onAgain }: ChangesProps) {
  if (proposal.state === 'none') return null
  if (proposal.state === 'comparing') {
    const { task } = proposal
    return (
      <Waiting done={task?.done ?? 0} total={task?.total ?? null} afterMs={300}>
        {task?.says ?? 'Comparing with the model'}
      </Waiting>
    )
  }
  if (proposal.state === 'failed') {
    return (
      <p className="changes-quiet" role="alert">
        {lineOf(proposal.told)} <Button onClick={onAgain}>Try again</Button>
      </p>
    )
  }
  const { sentences, summary } = proposal.change
  return (
    <section aria-labelledby="changes">
      <div className="losses-head">
        <Icon name="info" size="s" />
        <h2 id="changes">What would change</h2>
        <Count of={sentences.length} />
      </div>
      {sentences.length === 0 && <p className="changes-quiet">{summary}. All of it is there.</p>}
      <ul className="changes-list">
        {sentences.map((sentence, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was compared does not change any more
          <li key={place}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}
