/** Laws of the field line: what is written is read again, whatever a field holds. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '@/model/change'
import { readFieldLine } from '@/model/fieldLine'
import { changeField } from '@/model/fieldline/change'
import { printEnumLine, readEnumLine } from '@/model/fieldline/enumLine'
import type { LineRead } from '@/model/fieldline/lines'
import { literalOf } from '@/model/fieldline/literal'
import { printFieldLine } from '@/model/fieldline/parts'
import type { Element } from '@/model/graph'
import { lineFault, nameFault } from '@/model/naming'
import { MEANING, nameOf } from './cases'

const RUNS = { numRuns: Number(process.env['SCHEMAOS_LINES'] ?? 2000) }
const SIGNS = ['`', '"', "'", '\\', ' ', ':', '=', '@', '#', '/', '(', ')', '[', ']', '?', '.', ',']
const ODD = [
  '📦',
  'é',
  'ß',
  'ש',
  'م',
  'न',
  '\u0301',
  '\u200b',
  '\u200d',
  '<b>',
  '&',
  '名',
  '\t',
  'ref'
]

const words = fc.string({
  unit: fc.oneof(fc.constantFrom(...'abXY_12'), fc.constantFrom(...SIGNS), fc.constantFrom(...ODD)),
  maxLength: 12
})
const name = words.filter(text => nameFault(text) === null)
const plain = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/)
const line = words.filter(text => text.trim() !== '' && lineFault(text, 500) === null)
const literal = fc
  .oneof(
    words.map(text => JSON.stringify(text)),
    fc.integer().map(String),
    fc.constantFrom('0.50', '-0', 'true', 'null', '24h', '1d12h', 'Status.Draft', '`odd one`.x'),
    plain
  )
  .filter(text => literalOf(text) === text)
const count = fc.nat({ max: 9 })
const range = fc.tuple(count, fc.option(count))
const many = range.filter(([least, most]) => least !== 1 || most !== 1)
const expression = fc
  .constantFrom(
    'self.a + 1',
    'now()',
    '"a @b // c"',
    'a == b ? c : d',
    'self.`odd @name`',
    '[1, 2]'
  )
  .map(text => ({ text, ast: null, names: [] }))
const target = fc.oneof(
  fc.constantFrom('int', 'decimal'),
  fc.nat({ max: 8 }).map(at => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`),
  fc.constant('00000000-0000-7000-8000-00000000dead'),
  plain.filter(text => MEANING.resolve([text]) === undefined).map(text => ({ name: text }))
)
const type = fc.record(
  {
    to: target,
    args: fc.array(count, { minLength: 1, maxLength: 3 }),
    ref: fc.constant(true as const)
  },
  { requiredKeys: ['to'] }
)
const yes = fc.constant(true as const)

const known = {
  name,
  type,
  cardinality: many,
  optional: yes,
  default: fc.oneof(
    literal,
    expression.filter(({ text }) => literalOf(text) === null)
  ),
  derived: expression,
  key: yes,
  unique: yes,
  min: literal,
  max: literal,
  length: range,
  pattern: line,
  format: line,
  multipleOf: literal,
  immutable: yes,
  pii: yes,
  secret: yes,
  inverse: line,
  inverseCardinality: range,
  onDelete: fc.constantFrom('restrict', 'cascade', 'setNull', 'setDefault', 'noAction'),
  deprecated: yes,
  since: line,
  title: line,
  '#personal': yes,
  '#größe.2': yes,
  trivia: line.filter(text => text === text.trim()).map(text => ({ trailing: `// ${text}` }))
}
const extras = fc.uniqueArray(fc.constantFrom('@db.type', '@custom', '@`odd one`.x'))
const argument = fc.oneof(
  literal,
  fc.tuple(plain, literal).map(([key, value]) => `${key}: ${value}`)
)
const registers = fc
  .tuple(fc.record(known, { requiredKeys: ['name'] }), extras, fc.array(argument, { maxLength: 3 }))
  .map(([record, names, args]): Readonly<Record<string, Json>> => {
    const placed = names.map((each, at) => [each, { order: `a${at}`, args }])
    return { ...(record as Record<string, Json>), ...Object.fromEntries(placed) }
  })

const registersOf = (read: LineRead) => (read.state === 'read' ? read.registers : read.problem)

const field = (held: Readonly<Record<string, Json>>): Element => ({
  id: 'f',
  kind: 'field',
  name: 'f',
  parent: 'p',
  order: 'a0',
  registers: new Map(Object.entries(held))
})

test('a field that is written as a line is read as it was', () => {
  fc.assert(
    fc.property(registers, held => {
      const text = printFieldLine(field(held), nameOf)
      expect(registersOf(readFieldLine(text, MEANING)), text).toEqual(held)
    }),
    RUNS
  )
})

test('a line that is not edited changes nothing', () => {
  fc.assert(
    fc.property(registers, held => {
      const read = readFieldLine(printFieldLine(field(held), nameOf), MEANING)
      expect(read.state === 'read' && changeField(field(held), read, nameOf)).toEqual([])
    }),
    RUNS
  )
})

test('an edited line makes a field say the line, whatever it said before', () => {
  fc.assert(
    fc.property(registers, registers, (before, after) => {
      const text = printFieldLine(field(after), nameOf)
      const read = readFieldLine(text, MEANING)
      if (read.state !== 'read') throw new Error(read.problem.sentence)
      const held = new Map(field(before).registers)
      for (const step of changeField(field(before), read, nameOf)) {
        if (step.step === 'set') held.set(step.attribute, step.value)
        if (step.step === 'retract') held.delete(step.attribute)
      }
      expect(printFieldLine({ registers: held }, nameOf)).toBe(text)
    }),
    RUNS
  )
})

const typed = fc.string({
  unit: fc.constantFrom(
    ...'ab1',
    ...SIGNS,
    ...ODD,
    'ref ',
    ': ',
    ' = ',
    ' := ',
    '@min(',
    '..*',
    '"',
    '`'
  )
})

test('whatever is typed is read or told, and what is read is written and read the same', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        typed,
        typed.map(text => `a: int ${text}`),
        fc.string()
      ),
      text => {
        const read = readFieldLine(text, MEANING)
        if (read.state === 'unread') {
          expect(read.problem.sentence).toMatch(/[.?]$/)
          expect(read.problem.column).toBeLessThanOrEqual(text.length)
          return
        }
        const printed = printFieldLine(field(read.registers), nameOf)
        const again = readFieldLine(printed, MEANING)
        expect(registersOf(again), printed).toEqual(read.registers)
      }
    ),
    RUNS
  )
})

test('so it is with values of enums', () => {
  const parts = { name, label: line, storedValue: literal, deprecated: yes, since: line }
  fc.assert(
    fc.property(fc.record(parts, { requiredKeys: ['name'] }), held => {
      const text = printEnumLine(field(held as Record<string, Json>))
      expect(registersOf(readEnumLine(text)), text).toEqual(held)
    }),
    RUNS
  )
})
