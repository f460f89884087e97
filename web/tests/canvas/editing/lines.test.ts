import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import { lineOf } from '@/canvas/editing/line'
import { pastedLines } from '@/canvas/editing/pasted'
import {
  above,
  before,
  behind,
  below,
  firstLine,
  hasLines,
  keyOf,
  linesOf,
  placeOf
} from '@/canvas/editing/places'
import { createLines } from '@/model/gestures/lines'
import { remove } from '@/model/gestures/removal'

const webshop = () => new Drawing(WEBSHOP)

describe('where typing goes', () => {
  test('up and down the lines of a card, and up to its name', () => {
    const is = webshop()
    const { graph } = is
    const [first, second] = linesOf(graph, is.id('Order'))
    const at = placeOf(graph, { part: 'line', element: first?.id ?? '' })
    expect(at).toEqual({ owner: is.id('Order'), index: 0, element: first })
    if (at === null) return
    expect(above(graph, at)).toEqual({ part: 'name', element: is.id('Order') })
    expect(below(graph, at)).toEqual({ part: 'line', element: second?.id })
    expect(behind(at)).toEqual({ part: 'new line', owner: is.id('Order'), index: 1 })
    expect(before(at)).toEqual({ part: 'new line', owner: is.id('Order'), index: 0 })
  })

  test('a new line stands between two, and at most behind the last', () => {
    const is = webshop()
    const { graph } = is
    const owner = is.id('Order')
    const between = placeOf(graph, { part: 'new line', owner, index: 1 })
    expect(between).toEqual({ owner, index: 1, element: null })
    if (between === null) return
    expect(above(graph, between)).toEqual({ part: 'line', element: is.id('number') })
    expect(below(graph, between)).toEqual({ part: 'line', element: is.id('lines') })
    expect(placeOf(graph, { part: 'new line', owner, index: 9 })?.index).toBe(2)
  })

  test('from a name into the first line, or a new one', () => {
    const is = webshop()
    const { graph } = is
    expect(firstLine(graph, is.id('Order'))).toEqual({ part: 'line', element: is.id('number') })
    expect(firstLine(graph, is.id('Loose'))).toEqual({
      part: 'new line',
      owner: is.id('Loose'),
      index: 0
    })
    expect(hasLines(webshop().get('Currency'))).toBe(true)
    expect(hasLines(webshop().get('Shopper'))).toBe(false)
  })

  test('what was removed is nowhere', () => {
    const is = webshop()
    const editing = { part: 'line', element: is.id('number') } as const
    is.do(remove(is.graph, [is.id('Order')]))
    expect(placeOf(is.graph, editing)).toBe(null)
    expect(lineOf(is.graph, editing)).toBe(null)
    expect(lineOf(is.graph, { part: 'name', element: is.id('Order') })).toBe(null)
  })

  test('every editor has a key of its own', () => {
    const keys = [
      keyOf({ part: 'name', element: 'a' }),
      keyOf({ part: 'line', element: 'a' }),
      keyOf({ part: 'new line', owner: 'a', index: 0 }),
      keyOf({ part: 'new line', owner: 'a', index: 1 })
    ]
    expect(new Set(keys).size).toBe(4)
  })
})

describe('a line', () => {
  test('is what stands there, and writes what is typed', () => {
    const is = webshop()
    const line = lineOf(is.graph, { part: 'line', element: is.id('number') })
    expect(line).toMatchObject({
      now: 'number: string',
      shape: 'row',
      label: 'Field number of Order'
    })
    expect(line?.write('number: [')).toHaveProperty('declined')
    expect(line?.remark('number: Mony')).toMatchObject({ grade: 'hint' })
    expect(line?.remark('number: [')).toMatchObject({ grade: 'problem' })
    expect(is.do(line?.write('no: string @unique') ?? { declined: '' })).toContain(
      'number of Order'
    )
    expect(is.lines(is.id('Order'))[0]).toBe('no: string @unique')
  })

  test('offers what fits, until it stands there', () => {
    const is = webshop()
    const line = lineOf(is.graph, { part: 'new line', owner: is.id('Order'), index: 0 })
    const offered = (text: string) =>
      line?.choices(text, text.length).map(({ insert }) => insert) ?? []
    expect(offered('price: Mon')[0]).toBe('Money')
    expect(offered('price: Money')).toEqual([])
    expect(offered('price')).toEqual([])
  })

  test('of an enum is a value', () => {
    const is = webshop()
    const line = lineOf(is.graph, { part: 'line', element: is.id('USD') })
    expect(line).toMatchObject({ now: 'USD "Dollar"', shape: 'chip', noun: 'value' })
    const fresh = lineOf(is.graph, { part: 'new line', owner: is.id('Currency'), index: 1 })
    is.do(fresh?.write('CHF') ?? { declined: '' })
    expect(is.names('Currency')).toEqual(['EUR', 'CHF', 'USD'])
  })
})

describe('several lines', () => {
  test('are read out of a text as people have it', () => {
    const text = '{\r\n\tid: uuid @key,\n\n// no\n  name: string;\n}'
    expect(pastedLines(text)).toEqual(['id: uuid @key', 'name: string'])
    expect(pastedLines('one')).toEqual(['one'])
  })

  test('are made in one gesture, in their order, where they were pasted', () => {
    const is = webshop()
    const lines = ['a: int', 'b: int', 'c: int']
    const outcome = createLines(is.graph, is.id('Order'), lines, { index: 1, newId: is.newId })
    expect(is.do(outcome)).toBe('Added 3 fields to Order')
    const names = is.lines(is.id('Order')).map(line => line.split(':')[0])
    expect(names).toEqual(['number', 'a', 'b', 'c', 'lines'])
  })

  test('are made all or not at all', () => {
    const is = webshop()
    const lines = ['a: int', 'b: [']
    const options = { index: 0, newId: is.newId }
    expect(createLines(is.graph, is.id('Order'), lines, options)).toHaveProperty('declined')
    const values = createLines(is.graph, is.id('Currency'), ['CHF', 'SEK'], options)
    expect(is.do(values)).toBe('Added 2 values to Currency')
    expect(is.names('Currency')).toEqual(['CHF', 'SEK', 'EUR', 'USD'])
  })
})
