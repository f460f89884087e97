import { describe, expect, test } from 'vitest'
import { chosenMine, type Drafted, settled, standingOf, typed } from '@/canvas/editing/draft'

const total = (now: string, more: Partial<Drafted> = {}): Drafted => ({
  key: 'line total',
  now,
  element: 'total',
  editing: { part: 'line', element: 'total' },
  noun: 'field',
  mayBeEmpty: false,
  write: text =>
    text.includes('[') ? { declined: 'Close the bracket.' } : { label: text, steps: [] },
  ...more
})

describe('what an editor shows', () => {
  test('what stands there, while nothing is typed, also when somebody writes it anew', () => {
    expect(standingOf(undefined, 'total: int')).toEqual({
      standing: 'untouched',
      text: 'total: int'
    })
    const draft = { text: 'total: int', base: 'total: int' }
    expect(standingOf(draft, 'total: Money')).toEqual({
      standing: 'untouched',
      text: 'total: Money'
    })
  })

  test('what is typed, and beside it what somebody else wrote meanwhile', () => {
    const draft = typed(undefined, 'total: Money', 'total: int')
    expect(standingOf(draft, 'total: int')).toEqual({ standing: 'typed', text: 'total: Money' })
    expect(standingOf(draft, 'sum: int')).toEqual({
      standing: 'overtaken',
      text: 'total: Money',
      theirs: 'sum: int'
    })
    expect(standingOf(draft, 'total: Money').standing).toBe('typed')
  })

  test('typing on remembers what stood there when it began', () => {
    const begun = typed(undefined, 'total: M', 'total: int')
    expect(typed(begun, 'total: Money', 'sum: int')).toEqual({
      text: 'total: Money',
      base: 'total: int'
    })
    const untouched = { text: 'total: int', base: 'total: int' }
    expect(typed(untouched, 'sum: int?', 'sum: int').base).toBe('sum: int')
  })
})

describe('what becomes of it', () => {
  test('nothing, when it stands there already or all of it was taken away', () => {
    const nothing = { settling: 'nothing' }
    expect(settled(undefined, total('total: int'))).toEqual(nothing)
    expect(settled({ text: 'a', base: 'b' }, total('a'))).toEqual(nothing)
    expect(settled({ text: '  ', base: 'total: int' }, total('total: int'))).toEqual(nothing)
  })

  test('an empty text is written where it is a text like any other', () => {
    const doc = total('Words.', { mayBeEmpty: true })
    expect(settled({ text: '', base: 'Words.' }, doc).settling).toBe('write')
  })

  test('it is written, or kept with what to type instead', () => {
    expect(settled({ text: 'total: Money', base: '' }, total(''))).toEqual({
      settling: 'write',
      outcome: { label: 'total: Money', steps: [] }
    })
    expect(settled({ text: 'total: int[', base: '' }, total(''))).toEqual({
      settling: 'keep',
      problem: 'Close the bracket.'
    })
  })

  test('somebody else wrote there: both are kept until mine is chosen', () => {
    const draft = { text: 'total: Money', base: 'total: int' }
    expect(settled(draft, total('sum: int'))).toEqual({ settling: 'choose', theirs: 'sum: int' })
    expect(settled(chosenMine(draft, 'sum: int'), total('sum: int')).settling).toBe('write')
  })
})
