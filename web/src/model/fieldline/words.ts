/** Names and paths as the text language writes them: plain, or in backquotes where they are odd. */

import type { Cursor } from '@/model/fieldline/cursor'
import { BUILTINS } from '@/model/metamodel'

const PLAIN = /^[\p{XID_Start}_]\p{XID_Continue}*$/u
const WORD = /[\p{XID_Start}_]\p{XID_Continue}*/uy
const QUOTED = /`(?:[^`]|``)+`/y
const QUOTED_ID = /^\?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** A step of a path; what stood in backquotes is never a keyword or a builtin type. */
export interface Word {
  readonly word: string
  readonly isQuoted: boolean
}

export function isPlain(name: string): boolean {
  return PLAIN.test(name)
}

/** A name as a step of a path. */
export function wordText(name: string): string {
  return isPlain(name) ? name : quoted(name)
}

export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

export function pathText(path: readonly string[]): string {
  return path.map(wordText).join('.')
}

/** What stands for an element that is not shown. */
export function hiddenText(id: string): string {
  return quoted(`?${id}`)
}

/** The id in `?0193…`, undefined when it is a name like any other. */
export function hiddenId(name: string): string | undefined {
  return QUOTED_ID.exec(name)?.[1]
}

/** A path that must not be taken for a keyword or a builtin type. */
export function guarded(path: string): string {
  return path === 'ref' || BUILTINS.includes(path) ? quoted(path) : path
}

/** Take a name, plain or in backquotes; null when none stands here. */
export function takeWord(cursor: Cursor): Word | null {
  const plain = cursor.take(WORD)
  if (plain !== null) return { word: plain, isQuoted: false }
  const written = cursor.take(QUOTED)
  if (written === null) return null
  return { word: written.slice(1, -1).replaceAll('``', '`'), isQuoted: true }
}

/** Take names with dots between them; null when none stands here. */
export function takePath(cursor: Cursor): readonly Word[] | null {
  const first = takeWord(cursor)
  if (first === null) return null
  const path = [first]
  while (cursor.eat('.')) {
    const word = takeWord(cursor)
    if (word === null) throw cursor.fault('Say what comes after the dot, as in Ordering.Order.')
    path.push(word)
  }
  return path
}
