/** Several that are selected: what they are, and what can be done with all of them. */
import { remove } from '@/model/gestures/removal'
import type { Element } from '@/model/graph'
import { censusOf } from '@/model/wording'
import { Button } from '@/ui/Button'
import { titleWithKeys } from '@/ui/shortcut'
import { useGraph, useStatus, useWorkspace } from '@/workspace/hooks'
import { Face } from './Face'

interface SeveralProps {
  readonly selection: ReadonlySet<string>
}

const MOST = 30

export function Several({ selection }: SeveralProps) {
  const workspace = useWorkspace()
  const isLocked = useStatus().access === 'read'
  useGraph(({ version }) => version)
  const elements = [...selection].flatMap((id): readonly Element[] => {
    const element = workspace.graph.get(id)
    return element === undefined ? [] : [element]
  })
  return (
    <div className="inspector">
      <header className="inspector-head">
        <p className="inspector-path">{selection.size.toLocaleString('en')} selected</p>
        <h2 className="inspector-title">{censusOf(elements)}</h2>
      </header>
      <div className="inspector-actions">
        {!isLocked && (
          <Button
            size="sm"
            look="danger"
            title={titleWithKeys('Remove', 'Delete')}
            onClick={() => workspace.perform(remove(workspace.graph, selection))}
          >
            Remove
          </Button>
        )}
        <Button
          size="sm"
          title={titleWithKeys('Select nothing', 'Esc')}
          onClick={() => workspace.select()}
        >
          Select nothing
        </Button>
      </div>
      <ul className="inspector-body inspector-selected" aria-label="Selected">
        {elements.slice(0, MOST).map(({ id, kind, name }) => (
          <li key={id}>
            <button type="button" className="inspector-lead" onClick={() => workspace.reveal(id)}>
              <span className="inspector-lead-words">
                <Face kind={kind} />
                <bdi>{name}</bdi>
              </span>
            </button>
          </li>
        ))}
        {elements.length > MOST && (
          <li className="inspector-rest">and {elements.length - MOST} more</li>
        )}
      </ul>
    </div>
  )
}
