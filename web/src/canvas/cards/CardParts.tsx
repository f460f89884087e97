/** What stands below the lines of a card: values, rules, and the commands and events of an aggregate. */

import { Name } from '@/canvas/cards/Name'
import { ProblemMark } from '@/canvas/cards/ProblemMark'
import type { ProblemMap } from '@/canvas/cards/problems'
import { TypedLine } from '@/canvas/cards/typed'
import type { Chip, NamedRow } from '@/canvas/scene/shapes'
import { Icon } from '@/ui/Icon'
import type { Editing } from '@/workspace/screen'

interface ValuesProps {
  readonly rows: readonly (readonly NamedRow[])[]
  readonly selected: ReadonlySet<string>
  readonly editing: Editing | null
}

export function Values({ rows, selected, editing }: ValuesProps) {
  const typed = editing?.part === 'line' ? editing.element : null
  const row = (values: readonly NamedRow[]) =>
    values.map(({ id, name }) =>
      id === typed && editing?.part === 'line' ? (
        <TypedLine editing={editing} key={id} />
      ) : (
        <span className={marked('card-value', selected.has(id))} data-row={id} key={id}>
          <Name name={name} />
        </span>
      )
    )
  return (
    <div className="card-values">
      {rows.map(values => (
        <div className="card-wrap" key={values[0]?.id}>
          {row(values)}
        </div>
      ))}
      {editing?.part === 'new line' && (
        <div className="card-wrap">
          <TypedLine editing={editing} />
        </div>
      )}
    </div>
  )
}

interface RulesProps {
  readonly rules: readonly NamedRow[]
  readonly selected: ReadonlySet<string>
  readonly problems: ProblemMap
}

export function Rules({ rules, selected, problems }: RulesProps) {
  return (
    <div className="card-rules">
      {rules.map(({ id, name }) => (
        <div className={marked('card-rule', selected.has(id))} data-row={id} key={id}>
          <Icon name="shield" size="s" />
          <Name name={name} />
          <ProblemMark problem={problems.get(id)} />
        </div>
      ))}
    </div>
  )
}

interface ChipsProps {
  readonly rows: readonly (readonly Chip[])[]
  readonly selected: ReadonlySet<string>
  readonly problems: ProblemMap
}

export function Chips({ rows, selected, problems }: ChipsProps) {
  return (
    <div className="card-chips">
      {rows.map(row => (
        <div className="card-wrap" key={row[0]?.id}>
          {row.map(({ id, name, look }) => (
            <span
              className={`${marked('card-chip', selected.has(id))} kind-${look.tint}`}
              data-row={id}
              key={id}
              title={`${look.title} ${name}`}
            >
              <Name name={name} />
              <ProblemMark problem={problems.get(id)} />
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}

function marked(name: string, isSelected: boolean): string {
  return isSelected ? `${name} ${name}-selected` : name
}
