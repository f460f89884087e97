/** The line of an enum value: `Paid "Paid in full" @stored("P") @deprecated`. */
import type { Step } from '@/model/edits'
import { annotationOf, literalNote } from '@/model/fieldline/annotations'
import { changeField } from '@/model/fieldline/change'
import { commentOf } from '@/model/fieldline/extras'
import { type Line, type LineRead, type ReadLine, readLine } from '@/model/fieldline/lines'
import { literalFault, stringText, unescaped } from '@/model/fieldline/literal'
import { notesOf } from '@/model/fieldline/parts'
import { wordText } from '@/model/fieldline/words'
import type { Element } from '@/model/graph'
import { lineFault } from '@/model/naming'

const ANNOTATIONS = [
  literalNote('stored', 'storedValue', '@stored("P")'),
  ...['deprecated', 'since'].flatMap(name => annotationOf(name) ?? [])
]
const LONGEST_LABEL = 500

export function readEnumLine(text: string): LineRead {
  return readLine(text, {
    example: 'Paid "Paid in full"',
    order: 'After the name come a label and annotations, as in Paid "Paid in full" @stored("P").',
    annotations: ANNOTATIONS,
    middle: readLabel
  })
}

/** The line of an enum value, as it is written everywhere. */
export function printEnumLine({ registers }: Pick<Element, 'registers'>): string {
  const name = registers.get('name')
  const label = registers.get('label')
  const parts = [
    typeof name === 'string' && name !== '' ? wordText(name) : '',
    ...(typeof label === 'string' ? [stringText(label)] : []),
    ...notesOf(registers, ANNOTATIONS),
    commentOf(registers.get('trivia'))
  ]
  return parts.join(' ').trim()
}

/** The steps that make an enum value say what a line says; what the line cannot say stays. */
export function changeEnumValue(before: Element, read: ReadLine): readonly Step[] {
  return changeField(before, read, () => undefined)
}

function readLabel(line: Line): void {
  const cursor = line.cursor.skip()
  const { at } = cursor
  if (!cursor.sees(/"/y)) return
  const text = cursor.take(/"(?:[^"\\]|\\.)*"/uy) ?? cursor.rest
  const fault = literalFault(text) ?? lineFault(unescaped(text), LONGEST_LABEL)
  if (fault !== null) throw cursor.fault(fault.startsWith('The') ? fault : `The label ${fault}`, at)
  line.say('label', unescaped(text))
}
