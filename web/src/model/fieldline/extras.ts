/** What a line says beyond the meta-model: annotations that it does not know, tags, and a comment. */
import { generateNKeysBetween } from 'fractional-indexing'
import type { Json, Value } from '@/model/change'
import type { Registers } from '@/model/document'
import { type Cursor, endOf } from '@/model/fieldline/cursor'
import { literalFault, literalOf } from '@/model/fieldline/literal'

/** An annotation as it is written: `@db.type`, and its arguments as literals. */
export interface Extra {
  readonly register: string
  readonly args: readonly string[]
}

const LONGEST_REGISTER = 200
const TAG = /#[\p{L}\p{N}_][\p{L}\p{N}_.-]*/uy
const NAME =
  /@(?:[\p{L}_][\p{L}\p{N}_]*|`[^`\r\n.]+`)(?:\.(?:[\p{L}_][\p{L}\p{N}_]*|`[^`\r\n.]+`))*/uy
const ARGUMENT_NAME = /^([\p{L}_][\p{L}\p{N}_]*|`[^`\r\n]+`)\s*:\s*/u

/** Take `@name`, with its at sign; null when none stands here. */
export function takeName(cursor: Cursor): string | null {
  const { at } = cursor
  const name = cursor.take(NAME)
  if (name !== null && [...name].length > LONGEST_REGISTER) {
    throw cursor.fault('The name of the annotation is too long. Keep it under 200 characters.', at)
  }
  return name
}

/** Take `#name`; null when none stands here. */
export function takeTag(cursor: Cursor): string | null {
  const { at } = cursor
  const tag = cursor.take(TAG)
  if (tag !== null && [...tag].length > LONGEST_REGISTER) {
    throw cursor.fault('The tag is too long. Keep it under 200 characters.', at)
  }
  return tag
}

/** Take what stands in brackets right here, as a line of its own; null where there are none. */
export function takeBrackets(cursor: Cursor): Cursor | null {
  const { at } = cursor
  if (!cursor.eat('(')) return null
  const end = endOf(cursor, /\)/y)
  const inside = cursor.until(end)
  if (!cursor.eat(')')) throw cursor.fault('The bracket has no end. Close it with ).', at)
  return inside
}

/** The arguments of an annotation that the meta-model does not know. */
export function argumentsIn(brackets: Cursor | null): readonly string[] {
  const args: string[] = []
  if (brackets === null || brackets.skip().isDone) return args
  do {
    const at = brackets.skip().at
    const typed = brackets.until(endOf(brackets, /,/y)).rest.trim()
    const name = ARGUMENT_NAME.exec(typed)
    const value = literalOf(typed.slice(name?.[0].length ?? 0))
    if (value === null) {
      throw brackets.fault(
        literalFault(typed) ?? 'Write values such as 3, "text" or name: true.',
        at
      )
    }
    args.push(name === null ? value : `${name[1]}: ${value}`)
  } while (brackets.eat(','))
  return args
}

/** The registers of annotations in the order of a line. */
export function extraRegisters(extras: readonly Extra[]): Readonly<Record<string, Json>> {
  const orders = generateNKeysBetween(null, null, extras.length)
  return Object.fromEntries(
    extras.map(({ register, args }, place) => [register, { order: orders[place] ?? '', args }])
  )
}

/** The annotations in registers, in order. */
export function extrasIn(registers: Registers): readonly Extra[] {
  const found: { readonly extra: Extra; readonly order: string }[] = []
  for (const [register, value] of registers) {
    if (!register.startsWith('@')) continue
    found.push({ extra: { register, args: argsOf(value) }, order: orderOf(value) })
  }
  return found
    .sort(
      (one, other) =>
        compare(one.order, other.order) || compare(one.extra.register, other.extra.register)
    )
    .map(({ extra }) => extra)
}

/** The tags in registers, by name. */
export function tagsIn(registers: Registers): readonly string[] {
  return [...registers.keys()].filter(name => name.startsWith('#')).sort(compare)
}

export function extraText({ register, args }: Extra): string {
  return args.length === 0 ? register : `${register}(${args.join(', ')})`
}

/** The place of an annotation among others; empty stands first. */
export function orderOf(value: Value): string {
  const order = memberOf(value, 'order')
  return typeof order === 'string' ? order : ''
}

/** The comment behind a line, with its slashes; empty when there is none. */
export function commentOf(trivia: Value): string {
  const trailing = memberOf(trivia, 'trailing')
  if (typeof trailing !== 'string' || trailing === '') return ''
  return trailing.startsWith('//') ? trailing : `// ${trailing}`
}

function argsOf(value: Value): readonly string[] {
  const args = memberOf(value, 'args')
  return Array.isArray(args) ? args.filter(each => typeof each === 'string') : []
}

function memberOf(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  return (value as Readonly<Record<string, Json>>)[name]
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
