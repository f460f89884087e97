/** How many: `[1..*]`, `[3]`, `[]`; and from where to where: `1..20`. */
import type { Json, Value } from '@/model/change'
import type { Cursor } from '@/model/fieldline/cursor'

/** From and to; null is as many as there are. */
export type Range = readonly [number, number | null]

export const ONE: Range = [1, 1]

/** What a register says, null when it holds no range. */
export function rangeOf(value: Value): Range | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [least, most] = value as readonly Json[]
  if (typeof least !== 'number') return null
  return typeof most === 'number' || most === null ? [least, most] : null
}

/** `1..20`, `3`, `0..*`. */
export function rangeText([least, most]: Range): string {
  return least === most ? `${least}` : `${least}..${most ?? '*'}`
}

/** How many it mostly is; others are typed in the line. */
export const COMMON: readonly Range[] = [
  [1, 1],
  [0, 1],
  [0, null],
  [1, null]
]

const WORDS: Readonly<Record<string, string>> = {
  '1': 'exactly one',
  '0..1': 'none or one',
  '0..*': 'any number',
  '1..*': 'one or more'
}

/** `exactly one`, `none or one`, `any number`, `one or more`, else `2..5`. */
export function rangeWords(range: Range): string {
  const text = rangeText(range)
  return WORDS[text] ?? text
}

export function isSameRange(one: Range | null, other: Range | null): boolean {
  return one?.[0] === other?.[0] && one?.[1] === other?.[1]
}

/** `[1..*]`, and `[]` for any number. */
export function manyText(range: Range): string {
  return range[0] === 0 && range[1] === null ? '[]' : `[${rangeText(range)}]`
}

/** Take `[...]`; null when no bracket stands here. */
export function takeMany(cursor: Cursor): Range | null {
  if (!cursor.eat('[')) return null
  const at = cursor.at
  if (cursor.skip().eat(']')) return [0, null]
  const range = takeRange(cursor)
  if (range === null || !cursor.skip().eat(']')) {
    throw cursor.fault('Write how many as [], [3], [1..*] or [0..5].', at)
  }
  return range
}

/** Take `1..20`; null when no number stands here. */
export function takeRange(cursor: Cursor): Range | null {
  const least = takeCount(cursor)
  if (least === null) return null
  if (!cursor.skip().eat('..')) return [least, least]
  if (cursor.skip().eat('*')) return [least, null]
  const most = takeCount(cursor)
  if (most !== null) return [least, most]
  throw cursor.fault(
    `Say up to how many after the dots: ${least}..5, or ${least}..* for any number.`
  )
}

/** Take a whole number; null when none stands here. */
export function takeCount(cursor: Cursor): number | null {
  const { at } = cursor.skip()
  const digits = cursor.take(/[0-9]+/y)
  if (digits === null) return null
  const count = Number(digits)
  if (!Number.isSafeInteger(count))
    throw cursor.fault('The number is too large. Write a smaller one.', at)
  return count
}
