/** One line of a card: a field in the words of the language, with its marks. */
import { memo } from 'react'
import { LineText } from '@/canvas/cards/LineText'
import { ProblemMark } from '@/canvas/cards/ProblemMark'
import { inColour } from '@/canvas/cards/peer'
import type { Problem } from '@/canvas/cards/problems'
import type { FieldRow as Row } from '@/canvas/scene/shapes'
import { fieldLineParts, type Mark, marksOf } from '@/model/fieldline/parts'
import type { NameOf } from '@/model/fieldline/typeExpr'
import { wordText } from '@/model/fieldline/words'
import type { Graph } from '@/model/graph'
import { scopeOf } from '@/model/scope'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { useWorkspace } from '@/workspace/hooks'

interface FieldRowProps {
  readonly row: Row
  readonly isSelected: boolean
  readonly problem: Problem | undefined
  /** The colour of somebody else who is here. */
  readonly peer: string | null
}

const MARKS: Readonly<Record<Mark, { readonly icon: IconName; readonly says: string }>> = {
  key: { icon: 'key', says: 'Key' },
  unique: { icon: 'uniq', says: 'Unique' },
  pii: { icon: 'eyeoff', says: 'Personal data' },
  derived: { icon: 'fx', says: 'Derived' }
}

export const FieldRow = memo(function FieldRow(props: FieldRowProps) {
  const { row, isSelected, problem, peer } = props
  const { graph } = useWorkspace()
  const marks = marksOf(row.element)
  const parts = fieldLineParts(row.element, namesFor(graph, row))
  const states = [
    'card-line',
    isSelected && 'card-line-selected',
    marks.includes('derived') && 'card-line-derived',
    problem !== undefined && `card-line-${problem.level}`,
    peer !== null && 'card-line-peer'
  ]
  return (
    <div className={states.filter(Boolean).join(' ')} data-row={row.id} style={inColour(peer)}>
      <LineText parts={parts} />
      <span className="card-marks">
        {marks.map(mark => (
          <span key={mark} role="img" aria-label={MARKS[mark].says} title={MARKS[mark].says}>
            <Icon name={MARKS[mark].icon} size="s" />
          </span>
        ))}
        <ProblemMark problem={problem} />
      </span>
    </div>
  )
})

/** The name alone where it says enough, else as the editor writes it; what was removed keeps its own. */
function namesFor(graph: Graph, { element }: Row): NameOf {
  const { nameOf, resolve } = scopeOf(graph, element.parent)
  return id => {
    const name = graph.record(id)?.name ?? ''
    const isEnough = name !== '' && (resolve([name]) === id || graph.get(id) === undefined)
    return isEnough ? wordText(name) : nameOf(id)
  }
}
