/** A field: its line, how many, and its marks. */
import { lineOf } from '@/canvas/editing/line'
import { COMMON, ONE, type Range, rangeOf, rangeText, rangeWords } from '@/model/fieldline/range'
import { setCardinality } from '@/model/gestures/edge'
import { setRegister } from '@/model/gestures/register'
import type { Element } from '@/model/graph'
import { capital } from '@/model/wording'
import { Checkbox } from '@/ui/Checkbox'
import { Select } from '@/ui/Select'
import { useWorkspace } from '@/workspace/hooks'
import { DraftField } from './DraftField'
import { Row } from './Row'

interface FieldFormProps {
  readonly element: Element
  readonly isLocked: boolean
}

const MARKS = [
  ['key', 'Key'],
  ['unique', 'Unique'],
  ['optional', 'Optional'],
  ['pii', 'Personal data']
] as const

export function FieldForm({ element, isLocked }: FieldFormProps) {
  const workspace = useWorkspace()
  const { graph } = workspace
  const line = lineOf(graph, { part: 'line', element: element.id })
  return (
    <>
      {line !== null && (
        <Row label="Line">
          <DraftField label="Line" drafted={line} isCode isLocked={isLocked} />
        </Row>
      )}
      <Row label="How many">
        <HowMany element={element} isLocked={isLocked} />
      </Row>
      <Row label="Marks">
        <div className="inspector-marks">
          {MARKS.map(([attribute, title]) => (
            <Checkbox
              key={attribute}
              checked={element.registers.get(attribute) === true}
              disabled={isLocked}
              onChange={isOn =>
                workspace.perform(setRegister(graph, element.id, attribute, isOn || undefined))
              }
            >
              {title}
            </Checkbox>
          ))}
        </div>
      </Row>
    </>
  )
}

function HowMany({ element, isLocked }: FieldFormProps) {
  const workspace = useWorkspace()
  const now = manyOf(element)
  const value = rangeText(now)
  const common = COMMON.map(range => ({
    value: rangeText(range),
    title: capital(rangeWords(range))
  }))
  const isCommon = common.some(choice => choice.value === value)
  const choices = isCommon ? common : [...common, { value, title: value }]
  return (
    <Select
      label="How many"
      labelHidden
      choices={choices}
      value={value}
      disabled={isLocked}
      onChange={chosen => {
        const range = COMMON.find(each => rangeText(each) === chosen)
        if (range !== undefined) {
          workspace.perform(setCardinality(workspace.graph, element.id, range))
        }
      }}
    />
  )
}

/** How many values a field has: `?` makes one none or one. */
function manyOf({ registers }: Element): Range {
  const [least, most] = rangeOf(registers.get('cardinality')) ?? ONE
  const isOne = least === 1 && most === 1
  return isOne && registers.get('optional') === true ? [0, 1] : [least, most]
}
