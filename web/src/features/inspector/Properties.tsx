/** What else the meta-model knows of a kind that is a word, a choice, or yes or no. */
import type { RegisterShape } from '@/api/kinds.gen'
import { registerWords, setRegister } from '@/model/gestures/register'
import type { Element } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'
import { capital } from '@/model/wording'
import { Checkbox } from '@/ui/Checkbox'
import { Select } from '@/ui/Select'
import { useWorkspace } from '@/workspace/hooks'
import { DraftField } from './DraftField'
import { draftedRegister } from './drafted'
import { Row } from './Row'

interface PropertiesProps {
  readonly element: Element
  readonly isLocked: boolean
}

/** These have a place of their own, or are no matter of a form. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  'kind name parent order removed doc position trivia key unique optional pii archived text'.split(
    ' '
  )
)
/** Seldom said: shown where they are said already, and on demand. */
const SELDOM: ReadonlySet<string> = new Set(
  'title evolution inverse onDelete deprecated deprecationNote since pattern format immutable secret'.split(
    ' '
  )
)

export function Properties({ element, isLocked }: PropertiesProps) {
  const registers = Object.entries(shapeOf(element.kind)?.registers ?? {}).filter(isSimple)
  const isSeldom = ([name]: Register) => SELDOM.has(name) && !element.registers.has(name)
  const often = registers.filter(register => !isSeldom(register))
  const seldom = registers.filter(isSeldom)
  const rows = (some: readonly Register[]) =>
    some.map(([name, shape]) => (
      <Row key={name} label={capital(registerWords(name))}>
        <Property {...{ element, isLocked, name, shape }} />
      </Row>
    ))
  return (
    <>
      {rows(often)}
      {seldom.length > 0 && !isLocked && (
        <details className="inspector-more">
          <summary>More</summary>
          <div className="inspector-form">{rows(seldom)}</div>
        </details>
      )}
    </>
  )
}

type Register = readonly [string, RegisterShape]

function isSimple([name, { form, multiline }]: Register): boolean {
  if (ELSEWHERE.has(name)) return false
  return form === 'Flag' || form === 'Choice' || (form === 'Text' && multiline !== true)
}

interface PropertyProps extends PropertiesProps {
  readonly name: string
  readonly shape: RegisterShape
}

function Property({ element, isLocked, name, shape }: PropertyProps) {
  const workspace = useWorkspace()
  const { graph } = workspace
  const label = capital(registerWords(name))
  const held = element.registers.get(name)
  const set = (value: string | boolean | undefined) =>
    workspace.perform(setRegister(graph, element.id, name, value))
  if (shape.form === 'Flag') {
    return (
      <Checkbox checked={held === true} disabled={isLocked} onChange={on => set(on || undefined)}>
        <span className="sr-only">{label}</span>
      </Checkbox>
    )
  }
  if (shape.form === 'Choice') {
    const none = shape.default === undefined ? [{ value: '', title: 'Not said' }] : []
    const choices = (shape.options ?? []).map(value => ({ value, title: capital(value) }))
    return (
      <Select
        label={label}
        labelHidden
        choices={[...none, ...choices]}
        value={typeof held === 'string' ? held : String(shape.default ?? '')}
        disabled={isLocked}
        onChange={value => set(value === '' || value === shape.default ? undefined : value)}
      />
    )
  }
  return (
    <DraftField label={label} drafted={draftedRegister(graph, element, name)} isLocked={isLocked} />
  )
}
