/** What an element says in expressions, the rules in it, and what elsewhere names it; these lead there. */

import type { Element } from '@/model/graph'
import { useChildren, useGraph, useWorkspace } from '@/workspace/hooks'
import { Face } from './Face'
import { Section } from './Section'

interface HoldingProps {
  readonly element: Element
}

const MOST = 12

export function Holding({ element }: HoldingProps) {
  const { graph } = useWorkspace()
  useGraph(({ version }) => version)
  const rules = useChildren(element.id).filter(({ kind }) => kind === 'invariant')
  const users = graph.referrers(element.id).filter(({ id }) => id !== element.id)
  const expression = expressionOf(element)
  return (
    <>
      {expression !== '' && (
        <Section title="What must hold">
          <code className="inspector-expression">{expression}</code>
        </Section>
      )}
      {rules.length > 0 && (
        <Section title="Rules" count={rules.length}>
          {rules.map(rule => (
            <Lead key={rule.id} element={rule} words={sayingOf(rule)} code={expressionOf(rule)} />
          ))}
        </Section>
      )}
      {users.length > 0 && (
        <Section title="Used by" count={users.length}>
          {users.slice(0, MOST).map(user => (
            <Lead key={user.id} element={user} words={graph.path(user.id)} />
          ))}
          {users.length > MOST && <p className="inspector-rest">and {users.length - MOST} more</p>}
        </Section>
      )}
    </>
  )
}

interface LeadProps {
  readonly element: Element
  readonly words: string
  readonly code?: string
}

function Lead({ element, words, code = '' }: LeadProps) {
  const workspace = useWorkspace()
  return (
    <button type="button" className="inspector-lead" onClick={() => workspace.reveal(element.id)}>
      <span className="inspector-lead-words">
        <Face kind={element.kind} />
        <bdi title={words}>{words}</bdi>
      </span>
      {code !== '' && <code title={code}>{code}</code>}
    </button>
  )
}

function sayingOf({ name, registers }: Element): string {
  const message = registers.get('message')
  return typeof message === 'string' && message !== '' ? message : name
}

function expressionOf({ registers }: Element): string {
  const held = registers.get('expression')
  if (held === null || typeof held !== 'object' || !('text' in held)) return ''
  const { text } = held
  return typeof text === 'string' ? text : ''
}
