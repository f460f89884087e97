/** At the end of a row: what is wrong there, and who is there. */
import { Icon } from '@/ui/Icon'
import { usePeersOf, useProblems } from '@/workspace/hooks'

interface RowMarksProps {
  readonly element: string
}

export function RowMarks({ element }: RowMarksProps) {
  const problems = useProblems(element)
  const peers = usePeersOf(element)
  const own = problems?.own[0]
  if (own === undefined && peers.length === 0) return null
  return (
    <span className="outline-marks">
      {own !== undefined && (
        <span
          className={own.level === 'error' ? 'outline-error' : 'outline-warning'}
          role="img"
          aria-label={own.message}
          title={own.message}
        >
          <Icon name="warn" size="s" />
        </span>
      )}
      {peers.slice(0, MOST_DOTS).map(({ client, name, colour }) => (
        <span
          key={client}
          className="outline-dot"
          role="img"
          aria-label={`${name} is here`}
          title={`${name} is here`}
          style={{ background: `var(--${colour})` }}
        />
      ))}
    </span>
  )
}

const MOST_DOTS = 3
