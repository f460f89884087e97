/**
 * What a person is told of an undo or redo, in one line.
 *
 *     Undone: rename of Order. “price” stays in “Invoice”: Ben moved it meanwhile.
 */
import { sentence } from '@/api/words'
import type { Left } from '@/journal/undo'
import type { Register } from '@/model/change'

export type Direction = 'undo' | 'redo'

/** What came of it: all of it is done, part of it, it was so already, or nothing could be done. */
export type Verdict = 'done' | 'partly' | 'already' | 'not'

/** Everything that a line tells. */
export interface Told {
  readonly direction: Direction
  readonly label: string
  readonly verdict: Verdict
  readonly left: readonly Left[]
  /** What was changed but is not on the screen. */
  readonly hidden: readonly Hidden[]
  /** What came back holding what others wrote while it was away. */
  readonly returned: readonly Register[]
  /** Where it was so already: a register that says so. */
  readonly same: Register | null
}

/** An element that is not shown; `under` is what is removed: itself, or something above it. */
export interface Hidden {
  readonly element: string
  readonly under: string
}

/** How things and people are called. */
export interface Names {
  nameOf(element: string): string
  /** Where an element stands; null at the top. */
  placeOf(element: string): string | null
  isRemoved(element: string): boolean
  /** Who wrote a register last; null when nobody knows. */
  authorOf(register: Register): string | null
}

/** What is said when a stack is empty. */
export const EMPTY: Readonly<Record<Direction, string>> = {
  undo: 'There is nothing to undo.',
  redo: 'There is nothing to redo.'
}

/** More than so many are counted, not told. */
const MOST = 2

const HEADS: Readonly<Record<Direction, Readonly<Record<Verdict, string>>>> = {
  undo: {
    done: 'Undone',
    partly: 'Undone in part',
    already: 'Already undone',
    not: 'Not undone'
  },
  redo: {
    done: 'Redone',
    partly: 'Redone in part',
    already: 'Already redone',
    not: 'Not redone'
  }
}

/** Return the line. */
export function lineOf(told: Told, names: Names): string {
  const sentences = [
    `${HEADS[told.direction][told.verdict]}: ${told.label}${byWhom(told, names)}.`,
    ...counted(told.left, names),
    ...told.hidden.slice(0, 1).map(hidden => hiddenSentence(hidden, names)),
    ...told.returned.slice(0, 1).map(register => returnedSentence(register, names))
  ]
  return sentences.join(' ')
}

/** Return the line for an undo that the server, or this session, said no to. */
export function refusedLine(direction: Direction, label: string, reason: string): string {
  return `${HEADS[direction].not}: ${label}. ${sentence(reason)}`
}

function byWhom({ verdict, same }: Told, names: Names): string {
  const author = verdict === 'already' && same !== null ? names.authorOf(same) : null
  return author === null || author === 'you' ? '' : `; ${author} did that first`
}

function counted(left: readonly Left[], names: Names): readonly string[] {
  const told = left.slice(0, MOST).map(one => leftSentence(one, names))
  const more = left.length - told.length
  return more > 0 ? [...told, `${more} more ${more === 1 ? 'stays' : 'stay'}, too.`] : told
}

function leftSentence(left: Left, names: Names): string {
  const subject = quoted(left.element, names)
  switch (left.left) {
    case 'changed':
      return `${stay(left, names)}: ${who(left, names)} ${verb(left, names)} meanwhile.`
    case 'built on':
      return `${subject} stays: ${who(left.by, names)} ${work(left.element, left.by, names)} meanwhile.`
    case 'place': {
      const place = quoted(left.place, names)
      const why = left.why === 'removed' ? 'is removed' : 'is inside it by now'
      return `${subject} stays ${where(left.element, names)}: ${place}, where it was, ${why}.`
    }
    case 'gone':
      return `${subject} is not kept any more.`
  }
}

/** What stays as somebody else left it. */
function stay({ element, attribute }: Register, names: Names): string {
  const subject = quoted(element, names)
  switch (attribute) {
    case 'name':
      return `${subject} keeps its name`
    case 'parent':
      return `${subject} stays ${where(element, names)}`
    case 'position':
    case 'order':
      return `${subject} stays where it is`
    case 'removed':
      return names.isRemoved(element) ? `${subject} stays removed` : `${subject} stays`
    case 'doc':
      return `The text of ${subject} stays`
    default:
      return `The ${attribute} of ${subject} stays`
  }
}

function verb({ element, attribute }: Register, names: Names): string {
  switch (attribute) {
    case 'name':
      return 'renamed it'
    case 'parent':
    case 'position':
    case 'order':
      return 'moved it'
    case 'removed':
      return names.isRemoved(element) ? 'removed it' : 'restored it'
    case 'doc':
      return 'rewrote the same words'
    default:
      return 'changed it'
  }
}

/** What somebody did to an element that we had made. */
function work(element: string, by: Register, names: Names): string {
  if (by.element !== element) {
    const part = quoted(by.element, names)
    return by.attribute === 'parent' ? `put ${part} into it` : `changed ${part} in it`
  }
  return by.attribute === 'doc' ? 'wrote about it' : verb(by, names)
}

function hiddenSentence({ element, under }: Hidden, names: Names): string {
  const [subject, above] = [quoted(element, names), quoted(under, names)]
  const remover = names.authorOf({ element: under, attribute: 'removed' })
  const by = remover === null ? '' : ` (by ${remover})`
  return element === under
    ? `${subject} is removed${by}; it shows when it is restored.`
    : `${subject} shows when ${above}, which is removed${by}, is restored.`
}

function returnedSentence(register: Register, names: Names): string {
  return `${quoted(register.element, names)} came back with what ${who(register, names)} changed meanwhile.`
}

function where(element: string, names: Names): string {
  const place = names.placeOf(element)
  return place === null ? 'at the top' : `in ${quoted(place, names)}`
}

function who(register: Register, names: Names): string {
  return names.authorOf(register) ?? 'somebody'
}

function quoted(element: string, names: Names): string {
  return `“${names.nameOf(element)}”`
}
