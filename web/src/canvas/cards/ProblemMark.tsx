/** The sign of a problem, with its sentence. */
import type { Problem } from '@/canvas/cards/problems'
import { Icon } from '@/ui/Icon'

interface ProblemMarkProps {
  readonly problem: Problem | undefined
}

export function ProblemMark({ problem }: ProblemMarkProps) {
  if (problem === undefined) return null
  const { level, sentence } = problem
  return (
    <span
      className={`card-problem card-problem-${level}`}
      role="img"
      aria-label={sentence}
      title={sentence}
    >
      <Icon name="warn" size="s" />
    </span>
  )
}
