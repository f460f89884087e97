/** What stands behind `=` and `:=`: a literal, or an expression that is kept as it is typed. */
import type { Json, Value } from '@/model/change'
import { type Cursor, endOf } from '@/model/fieldline/cursor'
import { literalFault, literalOf } from '@/model/fieldline/literal'

/** Where a value ends: at an annotation, a tag, a comment, or what derives it. */
const END = /\s*(?:@[\p{L}_`]|#[\p{L}\p{N}_]|\/\/|:=)/uy

/** Take a default: a literal as its text, or an expression. */
export function takeDefault(cursor: Cursor): Json {
  const { at } = cursor.skip()
  const typed = takeValue(cursor)
  const literal = literalOf(typed)
  if (literal !== null) return literal
  const fault = literalFault(typed)
  if (fault !== null) throw cursor.fault(fault, at)
  return expressionOf(typed)
}

/** Take an expression that derives a value. */
export function takeDerived(cursor: Cursor): Json {
  const { at } = cursor.skip()
  const typed = takeValue(cursor)
  if (typed === '')
    throw cursor.fault('Say how it follows from others, such as self.price * 2.', at)
  return expressionOf(typed)
}

/** An expression that nobody has read yet: the server does. */
function expressionOf(text: string): Json {
  return { text, ast: null, names: [] }
}

/** The text of a literal or an expression, on one line; null when the register holds neither. */
export function valueText(value: Value): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || !('text' in value)) return null
  const { text } = value
  return typeof text === 'string'
    ? text.replaceAll(/\s*[\n\r\v\f\p{Zl}\p{Zp}]\s*/gu, ' ').trim()
    : null
}

function takeValue(cursor: Cursor): string {
  const end = endOf(cursor, END)
  return cursor.until(end).rest.trim()
}
