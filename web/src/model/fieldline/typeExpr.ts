/** A type: `ref Catalog.Product`, `decimal(12, 2)`, `Money`. */

import type { Json, Value } from '@/model/change'
import { Cursor } from '@/model/fieldline/cursor'
import { takeCount } from '@/model/fieldline/range'
import {
  guarded,
  hiddenId,
  hiddenText,
  pathText,
  quoted,
  takePath,
  type Word
} from '@/model/fieldline/words'
import { BUILTINS } from '@/model/metamodel'

/** What names mean where a line stands. */
export interface Meaning {
  /** The id of the type that a path means; undefined while there is none. */
  readonly resolve: (path: readonly string[]) => string | undefined
  /** What a name that means nothing may have been meant to be. */
  readonly nearest?: (name: string) => string | undefined
}

/** The path by which a line calls an element; undefined when it is not shown. */
export type NameOf = (id: string) => string | undefined

/** A type expression, taken apart. */
export interface TypeExpr {
  /** The id of an element, or a builtin. */
  readonly to: string | null
  /** What it is called while there is no such element. */
  readonly wanted: string | null
  readonly args: readonly number[]
  readonly isRef: boolean
}

/** A type, and the name in it that means nothing yet. */
export interface TakenType {
  readonly type: Json
  readonly unknown: { readonly column: number; readonly name: string } | null
}

type Members = Readonly<Record<string, Json>>

const LONGEST_PATH = 1000
const MOST_ARGUMENTS = 10
const EXAMPLE = 'such as Money or ref Customer.'

/** What a register says of a type; null when it says nothing. */
export function typeOf(value: Value): TypeExpr | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { to, args, ref } = value as Members
  const name =
    typeof to === 'object' && to !== null && !Array.isArray(to) ? (to as Members)['name'] : null
  if (typeof to !== 'string' && typeof name !== 'string') return null
  return {
    to: typeof to === 'string' ? to : null,
    wanted: typeof name === 'string' ? name : null,
    args: Array.isArray(args) ? args.filter(each => typeof each === 'number') : [],
    isRef: ref === true
  }
}

/** What a type is called: `Catalog.Product`. */
export function targetText({ to, wanted }: TypeExpr, nameOf: NameOf): string {
  if (to === null) return guarded(asPath(wanted ?? ''))
  if (BUILTINS.includes(to)) return to
  const path = nameOf(to)
  return path === undefined ? hiddenText(to) : guarded(path)
}

/** `(12, 2)`, or nothing. */
export function argsText({ args }: TypeExpr): string {
  return args.length === 0 ? '' : `(${args.join(', ')})`
}

/** Take a type; null when none stands here. */
export function takeType(cursor: Cursor, meaning: Meaning): TakenType | null {
  const isRef = cursor.take(/ref(?=\s+[\p{XID_Start}_`])\s+/uy) !== null
  const { at } = cursor
  const path = takePath(cursor)
  if (path === null) return null
  const [only] = path
  if (path.length === 1 && only?.word === 'ref' && !only.isQuoted) {
    throw cursor.fault('Say what it refers to, such as ref Customer.', cursor.at)
  }
  const target = meant(path, meaning)
  const name = typeof target === 'string' ? null : target.name
  if (name !== null && [...name].length > LONGEST_PATH) {
    throw cursor.fault('The name of the type is too long. Keep it under 1,000 characters.', at)
  }
  const args = takeArguments(cursor)
  const type = { to: target, ...(args.length > 0 ? { args } : {}), ...(isRef ? { ref: true } : {}) }
  return { type, unknown: name === null ? null : { column: at, name } }
}

/** Say what to type where a type is missing. */
export function typeMissing(): string {
  return `Say the type, ${EXAMPLE}`
}

function meant(path: readonly Word[], { resolve }: Meaning): string | { readonly name: string } {
  const [only] = path
  const words = path.map(({ word }) => word)
  if (path.length === 1 && only !== undefined) {
    if (!only.isQuoted && BUILTINS.includes(only.word)) return only.word
    const hidden = only.isQuoted ? hiddenId(only.word) : undefined
    if (hidden !== undefined) return hidden
  }
  return resolve(words) ?? { name: pathText(words) }
}

function takeArguments(cursor: Cursor): readonly number[] {
  const args: number[] = []
  if (!cursor.take(/\s*\(/y)) return args
  const { at } = cursor
  while (!cursor.skip().eat(')')) {
    const arg = args.length > 0 && !cursor.eat(',') ? null : takeCount(cursor)
    if (arg === null)
      throw cursor.fault('Write whole numbers in the brackets, as in decimal(12, 2).', at)
    args.push(arg)
  }
  if (args.length > MOST_ARGUMENTS)
    throw cursor.fault('Write at most ten numbers in the brackets.', at)
  return args
}

/** A name that was given as a path stays one; anything else is one odd name. */
function asPath(name: string): string {
  const cursor = new Cursor(name)
  try {
    const path = takePath(cursor)
    const text = path === null ? null : pathText(path.map(({ word }) => word))
    return cursor.isDone && text === name ? name : quoted(name)
  } catch {
    return quoted(name)
  }
}
