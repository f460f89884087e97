/** A field as its line: in parts for a card, as a text for its editor, and the marks beside it. */

import type { Registers } from '@/model/document'
import { ANNOTATIONS, type Annotation } from '@/model/fieldline/annotations'
import { valueText } from '@/model/fieldline/expression'
import { commentOf, extrasIn, extraText, tagsIn } from '@/model/fieldline/extras'
import { manyText, ONE, rangeOf } from '@/model/fieldline/range'
import { argsText, type NameOf, targetText, typeOf } from '@/model/fieldline/typeExpr'
import { wordText } from '@/model/fieldline/words'
import type { Element } from '@/model/graph'

type Role =
  | 'name'
  | 'colon'
  | 'keyword'
  | 'type'
  | 'suffix'
  | 'default'
  | 'derived'
  | 'annotation'
  | 'comment'

/** A stretch of a line; all of them joined are the line. */
export interface Part {
  readonly role: Role
  readonly text: string
}

/** What a card shows beside a field instead of its annotations. */
export type Mark = 'key' | 'unique' | 'pii' | 'derived'

type Field = Pick<Element, 'registers'>

const MARKS: readonly Mark[] = ['key', 'unique', 'pii']

/** The line of a field, as it is written everywhere. */
export function printFieldLine(field: Field, nameOf: NameOf): string {
  return fieldLineParts(field, nameOf)
    .map(({ text }) => text)
    .join('')
}

/** The line in parts; a card shows those before the annotations, and marks. */
export function fieldLineParts(field: Field, nameOf: NameOf): readonly Part[] {
  const { registers } = field
  const name = registers.get('name')
  const typed = typeParts(field, nameOf)
  return [
    { role: 'name', text: typeof name === 'string' && name !== '' ? wordText(name) : '' },
    ...(typed.length > 0 ? [{ role: 'colon' as const, text: ': ' }, ...typed] : []),
    ...behind('default', '= ', valueText(registers.get('default'))),
    ...behind('derived', ':= ', valueText(registers.get('derived'))),
    ...notesOf(registers, ANNOTATIONS).flatMap(note => behind('annotation', '', note)),
    ...behind('comment', '', commentOf(registers.get('trivia')) || null)
  ]
}

/** What a card shows beside a field. */
export function marksOf({ registers }: Field): readonly Mark[] {
  const marks = MARKS.filter(mark => registers.get(mark) === true)
  return registers.has('derived') ? [...marks, 'derived'] : marks
}

function typeParts({ registers }: Field, nameOf: NameOf): readonly Part[] {
  const type = typeOf(registers.get('type'))
  const many = manyOf(registers.get('cardinality'))
  const isOptional = registers.get('optional') === true
  const suffix = `${type === null ? '' : argsText(type)}${many}${isOptional ? '?' : ''}`
  const parts: Part[] = []
  if (type?.isRef === true) parts.push({ role: 'keyword', text: 'ref ' })
  if (type !== null) parts.push({ role: 'type', text: targetText(type, nameOf) })
  if (suffix !== '') parts.push({ role: 'suffix', text: suffix })
  return parts
}

/** `[1..*]`; nothing where it is one. */
export function manyOf(value: Parameters<typeof rangeOf>[0]): string {
  const range = rangeOf(value)
  return range === null || (range[0] === ONE[0] && range[1] === ONE[1]) ? '' : manyText(range)
}

/** The annotations and tags of a line, each as it is written. */
export function notesOf(
  registers: Registers,
  annotations: readonly Annotation[]
): readonly string[] {
  const known = annotations.flatMap(({ name, write }) => {
    const text = write(registers)
    return text === null ? [] : [`@${name}${text}`]
  })
  return [...known, ...extrasIn(registers).map(extraText), ...tagsIn(registers)]
}

function behind(role: Role, sign: string, text: string | null): readonly Part[] {
  return text === null ? [] : [{ role, text: ` ${sign}${text}` }]
}
