/** What reading a line gives, and what all lines share: the name at the beginning, the notes at the end. */
import type { Json } from '@/model/change'
import type { Annotation } from '@/model/fieldline/annotations'
import { Cursor, Unreadable } from '@/model/fieldline/cursor'
import {
  argumentsIn,
  type Extra,
  extraRegisters,
  takeBrackets,
  takeName,
  takeTag
} from '@/model/fieldline/extras'
import { isPlain, quoted, takeWord } from '@/model/fieldline/words'
import { nameFault } from '@/model/naming'
import { nearestOf } from '@/model/nearest'
import { shown } from '@/model/wording'

/** A sentence for the person, and the column that it is about. */
export interface Remark {
  readonly column: number
  readonly sentence: string
}

export interface ReadLine {
  readonly state: 'read'
  /** Every register that the line says; what it leaves out is to be retracted. */
  readonly registers: Readonly<Record<string, Json>>
  /** What is legal and probably not meant. */
  readonly hints: readonly Remark[]
}

interface UnreadLine {
  readonly state: 'unread'
  /** The name, where there is one already. */
  readonly name: string | null
  readonly problem: Remark
}

export type LineRead = ReadLine | UnreadLine

/** How a line of one sort begins, and which annotations it knows. */
export interface Sort {
  /** How such a line begins. */
  readonly example: string
  /** What may follow, as a sentence. */
  readonly order: string
  readonly annotations: readonly Annotation[]
  /** Read what stands between the name and the annotations. */
  readonly middle: (line: Line) => void
}

/** Read a line of one sort. */
export function readLine(text: string, sort: Sort): LineRead {
  const line = new Line(text, sort)
  try {
    line.read(text)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const problem = { column: error.column, sentence: error.message }
    return { state: 'unread', name: line.name, problem }
  }
  return { state: 'read', registers: line.registers(), hints: line.hints }
}

const ONE_A_LINE = 'One on each line. Write the next one below.'
const BREAK = /[\n\r\p{Zl}\p{Zp}]/u
const UNSHOWABLE = /\p{Surrogate}|[^\P{Cc}\t]/u
const AFTER_NAME = /\s*(?:$|[:=@#"]|\/\/)/uy

/** What to do about a name of letters and signs that do not go together. */
export function oddWord(what: string, word: string): string {
  if (!/\p{Cf}/u.test(word)) return `Put the ${what} in backquotes: ${quoted(word)}.`
  return `An invisible sign stands in the ${what}. Take it out, or put all of it in backquotes.`
}

/** Two words without a colon between them: a name with a type, or a name of two words. */
function twoWords(name: string): string | null {
  const [, first, rest] = /^(\S+)\s+(\S.*)$/u.exec(name) ?? []
  if (first === undefined || rest === undefined || !isPlain(first)) return null
  return `Put a colon after the name: ${first}: ${rest}. Or put all of it in backquotes: ${quoted(name)}.`
}

/** One line on its way to registers. */
export class Line {
  readonly cursor: Cursor
  readonly hints: Remark[] = []
  name: string | null = null
  readonly #sort: Sort
  readonly #said = new Set<string>()
  readonly #registers: Record<string, Json> = {}
  readonly #extras: Extra[] = []

  constructor(text: string, sort: Sort) {
    this.cursor = new Cursor(text)
    this.#sort = sort
  }

  read(text: string): void {
    this.#refuse(text.search(BREAK), ONE_A_LINE)
    this.#refuse(text.search(UNSHOWABLE), 'A character here cannot be kept. Take it out.')
    this.#readName()
    this.#sort.middle(this)
    while (!this.cursor.skip().isDone) this.#readNote()
  }

  /** Say what a register holds. */
  say(register: string, value: Json): void {
    this.#registers[register] = value
  }

  /** Tell whether the line said what a register holds. */
  has(register: string): boolean {
    return Object.hasOwn(this.#registers, register)
  }

  /** All that the line says. */
  registers(): Readonly<Record<string, Json>> {
    return { ...this.#registers, ...extraRegisters(this.#extras) }
  }

  /** Say that what stands here cannot, and what can. */
  strange(): Unreadable {
    const { rest } = this.cursor
    if (/^[,;]/.test(rest)) return this.cursor.fault(ONE_A_LINE)
    if (/^:?=/.test(rest))
      return this.cursor.fault(`A value cannot stand here. ${this.#sort.order}`)
    if (/^[@#]/.test(rest)) return this.cursor.fault('Say what comes after the sign, as in @key.')
    if (/^\p{Cf}/u.test(rest)) {
      return this.cursor.fault('An invisible sign stands here. Take it out.')
    }
    const [word = ''] = rest.split(/\s/, 1)
    return this.cursor.fault(`${shown(word)} cannot stand here. ${this.#sort.order}`)
  }

  #refuse(column: number, sentence: string): void {
    if (column >= 0) throw this.cursor.fault(sentence, column)
  }

  #readName(): void {
    const cursor = this.cursor.skip()
    const { at } = cursor
    const word = cursor.sees(AFTER_NAME) ? null : takeWord(cursor)
    if (word === null || !cursor.sees(AFTER_NAME)) {
      throw cursor.fault(this.#oddName(new Cursor(cursor.whole, at)), at)
    }
    const fault = nameFault(word.word)
    if (fault !== null) throw cursor.fault(fault, at)
    this.name = word.word
    this.say('name', word.word)
  }

  /** What to do about a name that cannot be read: mostly, to put it in backquotes. */
  #oddName({ rest }: Cursor): string {
    const typed = rest.split(/[:=@#"]|\/\//, 1)[0]?.trim() ?? ''
    if (rest.startsWith('"')) return `Write the name without quotes, as in ${this.#sort.example}.`
    if (typed === '') return `Begin with a name, as in ${this.#sort.example}.`
    if (/^`[^`]*$/.test(typed)) return 'The name has no end. Close it with a backquote.'
    if (/^[^`]*[,;]/.test(typed)) return ONE_A_LINE
    const name = typed.replaceAll('`', '')
    return nameFault(name) ?? twoWords(name) ?? oddWord('name', name)
  }

  #readNote(): void {
    const { cursor } = this
    const { at } = cursor
    if (cursor.eat('//')) {
      this.#readComment()
      return
    }
    const [tag, name] = [takeTag(cursor), takeName(cursor)]
    if (tag !== null) this.#sayOnce(at, tag, { [tag]: true })
    if (name !== null) this.#readAnnotation(name, at)
    if (tag === null && name === null) throw this.strange()
  }

  #readAnnotation(sign: string, at: number): void {
    const brackets = takeBrackets(this.cursor)
    const name = sign.slice(1)
    const known = this.#sort.annotations.find(each => each.name === name)
    this.#sayOnce(at, sign, known?.read(brackets, at) ?? {})
    if (known !== undefined) return
    this.#extras.push({ register: sign, args: argumentsIn(brackets) })
    const meant = nearestOf(
      name,
      this.#sort.annotations.map(each => each.name)
    )
    if (meant === undefined) return
    const sentence = `There is no annotation ${shown(sign)}. Did you mean @${meant}?`
    this.hints.push({ column: at, sentence })
  }

  #readComment(): void {
    const words = this.cursor.rest.trim()
    this.cursor.take(/.*/y)
    if (words !== '') this.say('trivia', { trailing: `// ${words}` })
  }

  /** Write what an annotation or a tag says, once. */
  #sayOnce(at: number, sign: string, registers: Readonly<Record<string, Json>>): void {
    this.#refuse(this.#said.has(sign) ? at : -1, `${shown(sign)} is there twice. Write it once.`)
    this.#said.add(sign)
    Object.assign(this.#registers, registers)
  }
}
