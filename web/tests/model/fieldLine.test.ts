import { expect, test } from 'vitest'
import type { Json } from '@/model/change'
import { readFieldLine } from '@/model/fieldLine'
import { changeField } from '@/model/fieldline/change'
import { printEnumLine, readEnumLine } from '@/model/fieldline/enumLine'
import type { LineRead } from '@/model/fieldline/lines'
import { fieldLineParts, marksOf, printFieldLine } from '@/model/fieldline/parts'
import type { Element } from '@/model/graph'
import { CASES, type Case, MEANING, nameOf } from './cases'

const read = ({ line, sort }: Pick<Case, 'line' | 'sort'>): LineRead =>
  sort === 'field' ? readFieldLine(line, MEANING) : readEnumLine(line)

const print = (registers: Readonly<Record<string, Json>>, sort: Case['sort']): string => {
  const element = { registers: new Map(Object.entries(registers)) }
  return sort === 'field' ? printFieldLine(element, nameOf) : printEnumLine(element)
}

test('there are cases', () => {
  expect(CASES.length).toBeGreaterThan(200)
})

test.each(CASES.map(each => [each.line.slice(0, 60), each] as const))('reads %s', (_, each) => {
  const is = read(each)
  if (each.registers === null) {
    expect(is).toMatchObject({ state: 'unread', problem: each.remarks[0] })
    return
  }
  expect(is).toEqual({ state: 'read', registers: each.registers, hints: each.remarks })
})

test.each(
  CASES.flatMap(each =>
    each.registers === null ? [] : [[each.printed.slice(0, 60), each] as const]
  )
)('prints %s', (_, { registers, printed, sort }) => {
  expect(print(registers ?? {}, sort)).toBe(printed)
  const again = read({ line: printed, sort })
  expect(again.state === 'read' && print(again.registers, sort)).toBe(printed)
})

test('a name is kept of what cannot be read', () => {
  expect(readFieldLine('total: decimal(', MEANING)).toMatchObject({ name: 'total' })
  expect(readFieldLine('first name: string', MEANING)).toMatchObject({ name: null })
})

const field = (line: string, more: Readonly<Record<string, Json>> = {}): Element => {
  const is = readFieldLine(line, MEANING)
  if (is.state !== 'read') throw new Error(is.problem.sentence)
  const registers = new Map(
    Object.entries({ kind: 'field', order: 'a0', ...is.registers, ...more })
  )
  return { id: 'f', kind: 'field', name: 'f', parent: 'p', order: 'a0', registers }
}

const change = (before: Element, line: string) => {
  const is = readFieldLine(line, MEANING)
  return is.state === 'read' ? changeField(before, is, nameOf) : is.problem
}

test('the parts of a line say what a card shows', () => {
  expect(
    fieldLineParts(field('total: ref Order[1..*]? = 3 := self.a @key // why'), nameOf)
  ).toEqual([
    { role: 'name', text: 'total' },
    { role: 'colon', text: ': ' },
    { role: 'keyword', text: 'ref ' },
    { role: 'type', text: 'Order' },
    { role: 'suffix', text: '[1..*]?' },
    { role: 'default', text: ' = 3' },
    { role: 'derived', text: ' := self.a' },
    { role: 'annotation', text: ' @key' },
    { role: 'comment', text: ' // why' }
  ])
  expect(marksOf(field('a: int := 1 @pii @key @unique @secret'))).toEqual([
    'key',
    'unique',
    'pii',
    'derived'
  ])
})

test('an edited line writes what differs and retracts what is gone', () => {
  const before = field('price: Money? = 3 @min(0) @key #old // why', { doc: 'words', title: 'T' })
  expect(change(before, 'price: Money? = 3 @key @title("T") @max(5) #new')).toEqual([
    { step: 'retract', element: 'f', attribute: 'min' },
    { step: 'set', element: 'f', attribute: 'max', value: '5' },
    { step: 'retract', element: 'f', attribute: '#old' },
    { step: 'set', element: 'f', attribute: '#new', value: true },
    { step: 'retract', element: 'f', attribute: 'trivia' }
  ])
})

test('what says the same is not written', () => {
  const derived = { text: 'self.a', ast: ['name'], names: [['a', 'x']] }
  const before = field('total: int', { cardinality: [1, 1], optional: false, derived, pii: false })
  expect(change(before, 'total: int := self.a')).toEqual([])
})

test('a type that was a mere name is bound when its line is written again', () => {
  const before = field('price: int', { type: { to: { name: 'Money' } } })
  expect(change(before, 'price: Money')).toMatchObject([{ attribute: 'type' }])
})

test('of two types with one name the one that it has stays', () => {
  const before = field('price: int', { type: { to: 'another id of Money' } })
  const is = readFieldLine('price: Money @key', MEANING)
  const named = (id: string) => (id.startsWith('another') ? 'Money' : nameOf(id))
  expect(is.state === 'read' && changeField(before, is, named)).toEqual([
    { step: 'set', element: 'f', attribute: 'key', value: true }
  ])
})

test('comments around a field stay when the one behind it changes', () => {
  const before = field('a: int // one', { trivia: { leading: ['// above'], trailing: '// one' } })
  expect(change(before, 'a: int // two')).toEqual([
    {
      step: 'set',
      element: 'f',
      attribute: 'trivia',
      value: { leading: ['// above'], trailing: '// two' }
    }
  ])
  expect(change(before, 'a: int')).toEqual([
    { step: 'set', element: 'f', attribute: 'trivia', value: { leading: ['// above'] } }
  ])
})

test('annotations that are not known keep their places, and newcomers stand between', () => {
  const before = field('a: int', {
    '@one': { order: 'a0', args: [] },
    '@two': { order: 'a1', args: [] }
  })
  expect(change(before, 'a: int @one @two')).toEqual([])
  expect(change(before, 'a: int @one @new(1) @two')).toEqual([
    { step: 'set', element: 'f', attribute: '@new', value: { order: 'a0V', args: ['1'] } }
  ])
  expect(change(before, 'a: int @two @one')).toHaveLength(2)
  expect(change(before, 'a: int @one(2)')).toEqual([
    { step: 'retract', element: 'f', attribute: '@two' },
    { step: 'set', element: 'f', attribute: '@one', value: { order: 'a0', args: ['2'] } }
  ])
})
