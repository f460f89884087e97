/** One register of an element, as a form shows it: a word, a choice, yes or no. */
import type { Json } from '@/model/change'
import { GONE } from '@/model/gestures/declined'
import type { Element, Graph } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'
import { lineFault } from '@/model/naming'
import { isMember } from '@/model/standing'
import type { Outcome } from '@/model/wanted'
import { called, capital, fullName, shown } from '@/model/wording'

const WORDS: Readonly<Record<string, string>> = {
  doc: 'documentation',
  immutable: 'never changed',
  open: 'open list',
  pii: 'personal data',
  multipleOf: 'multiple of'
}

/** What people call a register: `subdomainType` is the subdomain type. */
export function registerWords(attribute: string): string {
  const words = attribute.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return WORDS[attribute] ?? words
}

/** Give a register a value, or with undefined take it away. */
export function setRegister(
  graph: Graph,
  id: string,
  attribute: string,
  value: Json | undefined
): Outcome {
  const element = graph.get(id)
  if (element === undefined) return GONE
  const fault = faultOf(element, attribute, value)
  if (fault !== null) return { declined: fault }
  const label = labelOf(graph, element, attribute, value)
  if (element.registers.get(attribute) === value) return { label, steps: [], element: id }
  const step =
    value === undefined
      ? ({ step: 'retract', element: id, attribute } as const)
      : ({ step: 'set', element: id, attribute, value } as const)
  return { label, steps: [step], element: id }
}

function faultOf(element: Element, attribute: string, value: Json | undefined): string | null {
  const longest = shapeOf(element.kind)?.registers[attribute]?.longest
  if (typeof value !== 'string' || longest === undefined) return null
  const fault = lineFault(value, longest)
  return fault === null ? null : `The ${registerWords(attribute)} ${fault}`
}

function labelOf(
  graph: Graph,
  element: Element,
  attribute: string,
  value: Json | undefined
): string {
  const subject = isMember(element.kind) ? fullName(graph, element) : called(element)
  const words = registerWords(attribute)
  const before = element.registers.get(attribute)
  if (value === true) return `Marked ${subject} as ${words}`
  if (before === true) return `Marked ${subject} as not ${words}`
  if (value === undefined) return `Removed the ${words} of ${subject}`
  return capital(`set the ${words} of ${subject} to ${shown(String(value))}`)
}
