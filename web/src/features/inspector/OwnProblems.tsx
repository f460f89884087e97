/** What is wrong with this element, and what puts it right. */
import { fixFinding, offered } from '@/model/findingsFix'
import type { Element } from '@/model/graph'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { useProblems, useWorkspace } from '@/workspace/hooks'

interface OwnProblemsProps {
  readonly element: Element
  readonly isLocked: boolean
}

export function OwnProblems({ element, isLocked }: OwnProblemsProps) {
  const workspace = useWorkspace()
  const problems = useProblems(element.id)?.own ?? []
  if (problems.length === 0) return null
  return (
    <ul className="inspector-problems" aria-label="Problems">
      {problems.map(({ rule, level, attribute, message, remedy, fixes = [] }) => (
        <li
          key={`${rule} ${attribute} ${message}`}
          className="inspector-problem"
          data-level={level}
        >
          <Icon name={level === 'error' ? 'ban' : 'warn'} size="s" />
          <div className="inspector-problem-words">
            <p className="inspector-problem-message" dir="ltr">
              {message}
            </p>
            <p dir="ltr">{remedy}</p>
            {!isLocked &&
              fixes.map(fix => (
                <Button
                  key={fix.title}
                  size="sm"
                  onClick={() => workspace.perform(fixFinding(workspace.graph, offered(fix)))}
                >
                  {fix.title}
                </Button>
              ))}
          </div>
        </li>
      ))}
    </ul>
  )
}
