/** The annotations that the meta-model knows: what each writes into registers, and how it is written. */
import type { Json } from '@/model/change'
import type { Registers } from '@/model/document'
import { type Cursor, Unreadable } from '@/model/fieldline/cursor'
import { literalFault, literalOf, stringText, unescaped } from '@/model/fieldline/literal'
import {
  manyText,
  type Range,
  rangeOf,
  rangeText,
  takeMany,
  takeRange
} from '@/model/fieldline/range'
import { takeWord, wordText } from '@/model/fieldline/words'
import { lineFault } from '@/model/naming'
import { listed } from '@/model/wording'

export interface Annotation {
  readonly name: string
  /** The registers that it writes. */
  readonly registers: readonly string[]
  /** Take what stands in the brackets; null where there are none. */
  readonly read: (args: Cursor | null, column: number) => Readonly<Record<string, Json>>
  /** What stands behind the name; null when the registers do not say it. */
  readonly write: (registers: Registers) => string | null
  /** How it is typed, for completion. */
  readonly example: string
}

const LONGEST_LINE = 500
const LONGEST_INVERSE = 200

/** What may become of a field when its target goes. */
export const DELETIONS: readonly string[] = [
  'restrict',
  'cascade',
  'setNull',
  'setDefault',
  'noAction'
]

/** In the order in which a line has them. */
export const ANNOTATIONS: readonly Annotation[] = [
  flag('key'),
  literal('min', '@min(0)'),
  literal('max', '@max(100)'),
  length(),
  text('pattern', '@pattern("^[A-Z]{3}$")'),
  text('format', '@format(email)'),
  literal('multipleOf', '@multipleOf(5)'),
  flag('unique'),
  flag('immutable'),
  flag('pii'),
  flag('secret'),
  inverse(),
  onDelete(),
  deprecated(),
  text('since', '@since("1.2")'),
  text('title', '@title("…")')
]

const BY_NAME = new Map(ANNOTATIONS.map(annotation => [annotation.name, annotation]))

/** What an annotation of that name means; undefined when the meta-model does not know it. */
export function annotationOf(name: string): Annotation | undefined {
  return BY_NAME.get(name)
}

function flag(name: string): Annotation {
  return {
    name,
    registers: [name],
    example: `@${name}`,
    read(args, column) {
      if (args !== null)
        throw args.fault(`@${name} has nothing in brackets. Write @${name}.`, column)
      return { [name]: true }
    },
    write: registers => (registers.get(name) === true ? '' : null)
  }
}

function literal(name: string, example: string): Annotation {
  return literalNote(name, name, example)
}

/** An annotation that holds one literal in a register. */
export function literalNote(name: string, register: string, example: string): Annotation {
  return {
    name,
    registers: [register],
    example,
    read(args, column) {
      const typed = only(args, column, example)
      const value = literalOf(typed)
      if (value === null) fail(column, literalFault(typed) ?? oneValue(name, example))
      return { [register]: value }
    },
    write: registers => bracketed(registers.get(register), String)
  }
}

function text(name: string, example: string): Annotation {
  return {
    name,
    registers: [name],
    example,
    read: (args, column) => ({ [name]: wordsIn(args, column, name, example) }),
    write: registers => bracketed(registers.get(name), name === 'format' ? formatText : stringText)
  }
}

function length(): Annotation {
  const example = '@length(1..20)'
  return {
    name: 'length',
    registers: ['length'],
    example,
    read(args, column) {
      const range = args === null ? null : takeRange(args)
      if (args === null || range === null || !args.skip().isDone) {
        fail(column, `Say how long it may be, as in ${example}.`)
      }
      return { length: range }
    },
    write(registers) {
      const range = rangeOf(registers.get('length'))
      return range === null ? null : `(${rangeText(range)})`
    }
  }
}

function inverse(): Annotation {
  return {
    name: 'inverse',
    registers: ['inverse', 'inverseCardinality'],
    example: '@inverse(orders)',
    read(args, column) {
      const { name, many } = args === null ? NO_WAY : wayIn(args)
      if (name === null && many === null) fail(column, WAY_BACK)
      const fault = lineFault(name ?? '', LONGEST_INVERSE)
      if (fault !== null) fail(column, `The name of the way back ${fault}`)
      return {
        ...(name === null ? {} : { inverse: name }),
        ...(many === null ? {} : { inverseCardinality: many })
      }
    },
    write(registers) {
      const name = registers.get('inverse')
      const many = rangeOf(registers.get('inverseCardinality'))
      const called = typeof name === 'string' ? wayText(name) : null
      if (called === null && many === null) return null
      return `(${called ?? ''}${many === null ? '' : manyText(many)})`
    }
  }
}

const WAY_BACK =
  'Say what the way back is called, as in @inverse(orders) or @inverse(orders[0..1]).'

interface Way {
  readonly name: string | null
  readonly many: Range | null
}

const NO_WAY: Way = { name: null, many: null }

/** The name of the way back and how many it leads to; nothing when it cannot be read. */
function wayIn(args: Cursor): Way {
  const text = args.skip().take(STRING)
  const name = text === null ? (takeWord(args)?.word ?? null) : unescaped(text)
  const many = takeMany(args.skip())
  return args.skip().isDone ? { name, many } : NO_WAY
}

function wayText(name: string): string {
  return name === '' ? '""' : wordText(name)
}

function onDelete(): Annotation {
  return {
    name: 'onDelete',
    registers: ['onDelete'],
    example: '@onDelete(restrict)',
    read(args, column) {
      const typed = args === null ? '' : args.rest.trim()
      if (!DELETIONS.includes(typed)) {
        const choice = listed(DELETIONS, 'or')
        fail(column, `Say what happens when its target goes: ${choice}, as in @onDelete(cascade).`)
      }
      return { onDelete: typed }
    },
    write: registers => bracketed(registers.get('onDelete'), String)
  }
}

function deprecated(): Annotation {
  const example = '@deprecated("Use total.")'
  return {
    name: 'deprecated',
    registers: ['deprecated', 'deprecationNote'],
    example: '@deprecated',
    read(args, column) {
      if (args === null) return { deprecated: true }
      return { deprecated: true, deprecationNote: wordsIn(args, column, 'deprecated', example) }
    },
    write(registers) {
      if (registers.get('deprecated') !== true) return null
      return bracketed(registers.get('deprecationNote'), stringText) ?? ''
    }
  }
}

const STRING = /"(?:[^"\\]|\\.)*"/uy

function bracketed(value: unknown, written: (text: string) => string): string | null {
  return typeof value === 'string' ? `(${written(value)})` : null
}

/** What stands in the brackets, which is one thing. */
function only(args: Cursor | null, column: number, example: string): string {
  const typed = args?.rest.trim() ?? ''
  return typed === '' ? fail(column, `Say the value in brackets, as in ${example}.`) : typed
}

function wordsIn(args: Cursor | null, column: number, name: string, example: string): string {
  const typed = only(args, column, example)
  const held = typed.startsWith('"') ? stringIn(typed, column, name) : plainIn(typed)
  if (held === null) fail(column, literalFault(typed) ?? oneValue(name, example))
  const fault = lineFault(held, LONGEST_LINE)
  return fault === null ? held : fail(column, `The text of @${name} ${fault}`)
}

function stringIn(typed: string, column: number, name: string): string | null {
  const fault = literalFault(typed)
  if (fault !== null) fail(column, fault)
  // A regular expression means the edge of a word by \b, and nobody a backspace.
  const kept = name === 'pattern' ? typed.replaceAll(/\\(.)/gs, edge) : typed
  return unescaped(kept)
}

function edge(typed: string, sign: string): string {
  return sign === 'b' ? `\\${typed}` : typed
}

/** A word or a number that stands for itself. */
function plainIn(typed: string): string | null {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(typed) ? typed : null
}

function formatText(format: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(format) ? format : stringText(format)
}

function oneValue(name: string, example: string): string {
  return `@${name} has one value, as in ${example}.`
}

function fail(column: number, sentence: string): never {
  throw new Unreadable(column, sentence)
}
