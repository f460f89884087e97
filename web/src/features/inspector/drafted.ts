/** What the forms of the inspector write: a text register, the documentation. */
import type { Drafted } from '@/canvas/editing/draft'
import { setDoc } from '@/model/gestures/naming'
import { registerWords, setRegister } from '@/model/gestures/register'
import type { Element, Graph } from '@/model/graph'

export function draftedRegister(graph: Graph, element: Element, attribute: string): Drafted {
  const held = element.registers.get(attribute)
  return {
    key: `${attribute} ${element.id}`,
    now: typeof held === 'string' ? held : '',
    element: element.id,
    editing: null,
    noun: registerWords(attribute),
    mayBeEmpty: true,
    write: text => setRegister(graph, element.id, attribute, text.trim() || undefined)
  }
}

export function draftedDoc(graph: Graph, element: Element): Drafted {
  const held = element.registers.get('doc')
  return {
    key: `doc ${element.id}`,
    now: typeof held === 'string' ? held : '',
    element: element.id,
    editing: null,
    noun: 'documentation',
    mayBeEmpty: true,
    write: text => setDoc(graph, element.id, text)
  }
}
