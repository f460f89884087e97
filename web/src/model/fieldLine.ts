/**
 * The field line: `price: Money? = 0 @max(3) // what it costs`, read into the registers of a field.
 *
 *     name: [ref] Type[(args)][[from..to]][?] [= default] [:= derived] {@annotation} {#tag} [// comment]
 *
 * A line that cannot be read says where and what to type instead. A name that means nothing yet is no
 * problem: it is kept, and hinted at. `tests/golden/field_lines.cases` holds what reads as what.
 */

import type { Json } from '@/model/change'
import { ANNOTATIONS } from '@/model/fieldline/annotations'
import { takeDefault, takeDerived } from '@/model/fieldline/expression'
import { type Line, type LineRead, oddWord, readLine } from '@/model/fieldline/lines'
import { ONE, takeMany } from '@/model/fieldline/range'
import { type Meaning, takeType, typeMissing } from '@/model/fieldline/typeExpr'
import { BUILTINS } from '@/model/metamodel'
import { shown } from '@/model/wording'

const AFTER_TYPE = /$|[=@#]|:=|\/\//uy

/** Read a line where names mean what `meaning` says. */
export function readFieldLine(text: string, meaning: Meaning): LineRead {
  return readLine(text, {
    example: 'price: Money',
    order: 'After the type come a value and annotations, as in price: int = 0 @min(0).',
    annotations: ANNOTATIONS,
    middle(line) {
      if (line.cursor.take(/\s*:(?!=)/y) !== null) readType(line, meaning)
      readValues(line, meaning)
    }
  })
}

function readType(line: Line, meaning: Meaning): void {
  const cursor = line.cursor.skip()
  const taken = takeType(cursor, meaning)
  if (taken === null) refuseOddType(line)
  else line.say('type', taken.type)
  if (taken?.unknown != null) line.hints.push(hint(taken.unknown, meaning))
  const many = takeMany(cursor.skip())
  if (many !== null && (many[0] !== ONE[0] || many[1] !== ONE[1])) line.say('cardinality', many)
  if (cursor.skip().eat('?')) line.say('optional', true)
  if (!cursor.skip().sees(AFTER_TYPE)) throw line.strange()
}

function hint(
  { column, name }: { readonly column: number; readonly name: string },
  meaning: Meaning
) {
  const meant = meaning.nearest?.(name)
  const remedy = meant === undefined ? 'It is kept until there is one.' : `Did you mean ${meant}?`
  return { column, sentence: `There is no type ${shown(name)}. ${remedy}` }
}

/** A type may be left out, but nothing else may stand in its place. */
function refuseOddType({ cursor }: Line): void {
  const [word = ''] = cursor.rest.split(/[\s?[(=@#]|\/\//, 1)
  if (word === '') return
  throw cursor.fault(/^[^\p{P}\p{S}]|^\p{So}/u.test(word) ? oddWord('type', word) : typeMissing())
}

function readValues(line: Line, meaning: Meaning): void {
  const { cursor } = line
  const { at } = cursor.skip()
  if (cursor.eat('=')) {
    const value = takeDefault(cursor)
    line.say('default', value)
    if (!line.has('type') && isType(value, meaning)) {
      const sentence = `${shown(String(value))} is a type. Did you mean ${line.name}: ${value}?`
      line.hints.push({ column: at, sentence })
    }
  }
  if (cursor.skip().eat(':=')) line.say('derived', takeDerived(cursor))
}

function isType(value: Json, { resolve }: Meaning): boolean {
  if (typeof value !== 'string' || !/^[\p{L}_]/u.test(value)) return false
  return BUILTINS.includes(value) || resolve(value.split('.')) !== undefined
}
