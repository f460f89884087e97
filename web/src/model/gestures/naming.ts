/** What an element is called, and what is said of it. */
import type { Step } from '@/model/edits'
import { GONE } from '@/model/gestures/declined'
import type { Graph } from '@/model/graph'
import { isNameless } from '@/model/metamodel'
import { nameFault } from '@/model/naming'
import { isMember } from '@/model/standing'
import type { Outcome } from '@/model/wanted'
import { called, fullName, shown } from '@/model/wording'

/** Call an element otherwise; what stands around the name is cut off. */
export function rename(graph: Graph, id: string, name: string): Outcome {
  const element = graph.get(id)
  if (element === undefined) return GONE
  const wanted = name.trim()
  if (wanted === '' && isNameless(element.kind)) {
    const steps: readonly Step[] = [{ step: 'retract', element: id, attribute: 'name' }]
    return { label: `Removed the name of ${called(element)}`, steps, element: id }
  }
  const fault = nameFault(wanted)
  if (fault !== null) return { declined: fault }
  const subject = isMember(element.kind) ? fullName(graph, element) : called(element)
  const label =
    element.name === ''
      ? `Named ${subject} ${shown(wanted)}`
      : `Renamed ${subject} to ${shown(wanted)}`
  if (wanted === element.name) return { label, steps: [], element: id }
  return {
    label,
    steps: [{ step: 'set', element: id, attribute: 'name', value: wanted }],
    element: id
  }
}

/** Say what an element is, for people. */
export function setDoc(graph: Graph, id: string, text: string): Outcome {
  const element = graph.get(id)
  if (element === undefined) return GONE
  const length = [...text].length
  if (length > LONGEST_TEXT) {
    const fact = `The description is ${length.toLocaleString('en')} characters long.`
    return { declined: `${fact} Keep it under ${(LONGEST_TEXT + 1).toLocaleString('en')}.` }
  }
  return {
    label: `Described ${called(element)}`,
    steps: [{ step: 'text', element: id, text }],
    element: id
  }
}

const LONGEST_TEXT = 65_536
