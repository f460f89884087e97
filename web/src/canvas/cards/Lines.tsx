/** The lines of a card: its fields, the one that is typed, and how many more are folded away. */
import { FieldRow } from '@/canvas/cards/FieldRow'
import type { CardState } from '@/canvas/cards/state'
import { TypedLine } from '@/canvas/cards/typed'
import type { CardFace, FieldRow as Row } from '@/canvas/scene/shapes'

interface LinesProps {
  readonly face: CardFace
  readonly state: CardState
}

export function Lines({ face, state }: LinesProps) {
  const { selected, problems, peers, editing } = state
  const typed = editing?.part === 'line' ? editing : null
  const coming = editing?.part === 'new line' ? editing : null
  const line = (row: Row) =>
    typed?.element === row.id ? (
      <TypedLine key={row.id} editing={typed} />
    ) : (
      <FieldRow
        key={row.id}
        row={row}
        isSelected={selected.has(row.id)}
        problem={problems.get(row.id)}
        peer={peers.get(row.id) ?? null}
      />
    )
  const at = coming?.index ?? face.lines.length
  return (
    <div className="card-lines">
      {face.lines.slice(0, at).map(line)}
      {coming !== null && <TypedLine editing={coming} />}
      {face.lines.slice(at).map(line)}
      {face.folded > 0 && (
        <button type="button" className="card-line card-fold" data-part="fold" tabIndex={-1}>
          {face.folded} more {face.folded === 1 ? 'field' : 'fields'}
        </button>
      )}
    </div>
  )
}
