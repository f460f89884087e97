/** A line or a name as its editor sees it: what stands there now, and the gesture that writes another. */
import { comingLine } from '@/canvas/editing/coming'
import type { Drafted } from '@/canvas/editing/draft'
import { keyOf, lineKind, type Place, placeOf } from '@/canvas/editing/places'
import { readFieldLine } from '@/model/fieldLine'
import { type Completion, completions } from '@/model/fieldline/completions'
import { printEnumLine } from '@/model/fieldline/enumLine'
import { printFieldLine } from '@/model/fieldline/parts'
import { createEnumValue, writeEnumValue } from '@/model/gestures/enumValue'
import { createField, writeField } from '@/model/gestures/field'
import { rename } from '@/model/gestures/naming'
import type { Element, Graph } from '@/model/graph'
import { scopeOf } from '@/model/scope'
import { isDeclined, type Outcome } from '@/model/wanted'
import { called } from '@/model/wording'
import type { Editing } from '@/workspace/screen'

export interface Line extends Drafted {
  readonly editing: Editing
  /** A `row` of a card, a `chip` among others, or a `name`. */
  readonly shape: 'row' | 'chip' | 'name'
  /** What it is, for who cannot see where it is: `Field total of Order`. */
  readonly label: string
  /** What to type, while nothing is. */
  readonly example: string
  readonly remark: (text: string) => Remark | null
  /** What may stand at the caret; nothing where what stands there is one of them. */
  readonly choices: (text: string, caret: number) => readonly Completion[]
}

/** What there is to say of a line that is typed. */
export interface Remark {
  /** A `problem` cannot be written; of a `hint` the person may think what they like. */
  readonly grade: 'problem' | 'hint'
  readonly sentence: string
}

/** What is edited; null when it is not there any more. */
export function lineOf(graph: Graph, editing: Editing): Line | null {
  if (editing.part === 'new card') return comingLine(graph, editing)
  if (editing.part === 'name') {
    const element = graph.get(editing.element)
    return element === undefined ? null : nameLine(graph, editing, element)
  }
  const place = placeOf(graph, editing)
  const owner = place === null ? undefined : graph.get(place.owner)
  if (place === null || owner === undefined) return null
  const line = lineKind(owner) === 'field' ? fieldLine : valueLine
  return line(graph, editing, place, owner)
}

function nameLine(graph: Graph, editing: Editing, element: Element): Line {
  const write = (name: string) => rename(graph, element.id, name)
  return {
    editing,
    key: keyOf(editing),
    now: element.name,
    element: element.id,
    shape: 'name',
    label: `Name of ${called(element)}`,
    noun: 'name',
    mayBeEmpty: false,
    example: 'Name',
    write,
    remark: problemOf(write),
    choices: () => []
  }
}

function fieldLine(graph: Graph, editing: Editing, place: Place, owner: Element): Line {
  const { element, index } = place
  const scope = scopeOf(graph, owner.id)
  return {
    editing,
    key: keyOf(editing),
    now: element === null ? '' : printFieldLine(element, scope.nameOf),
    element: element?.id ?? owner.id,
    shape: 'row',
    label: labelled('field', element, owner),
    noun: 'field',
    mayBeEmpty: false,
    example: 'name: type',
    write: text =>
      element === null
        ? createField(graph, owner.id, text, { index })
        : writeField(graph, element.id, text),
    remark: text => {
      const read = readFieldLine(text, scope)
      if (read.state === 'unread') return { grade: 'problem', sentence: read.problem.sentence }
      const [hint] = read.hints
      return hint === undefined ? null : { grade: 'hint', sentence: hint.sentence }
    },
    choices: (text, caret) => {
      const fitting = completions(text, caret, graph, owner.id)
      const isOne = fitting.some(({ from, insert }) => insert === text.slice(from, caret))
      return isOne ? [] : fitting
    }
  }
}

function valueLine(graph: Graph, editing: Editing, place: Place, owner: Element): Line {
  const { element, index } = place
  const write = (text: string) =>
    element === null
      ? createEnumValue(graph, owner.id, text, { index })
      : writeEnumValue(graph, element.id, text)
  return {
    editing,
    key: keyOf(editing),
    now: element === null ? '' : printEnumLine(element),
    element: element?.id ?? owner.id,
    shape: 'chip',
    label: labelled('value', element, owner),
    noun: 'value',
    mayBeEmpty: false,
    example: 'Value',
    write,
    remark: problemOf(write),
    choices: () => []
  }
}

function labelled(noun: string, element: Element | null, owner: Element): string {
  const what = element === null ? `New ${noun}` : `${noun} ${called(element)}`
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} of ${called(owner)}`
}

function problemOf(write: (text: string) => Outcome): (text: string) => Remark | null {
  return text => {
    const outcome = write(text)
    return isDeclined(outcome) ? { grade: 'problem', sentence: outcome.declined } : null
  }
}
