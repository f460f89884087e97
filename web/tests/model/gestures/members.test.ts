import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import { createEnumValue, writeEnumValue } from '@/model/gestures/enumValue'
import { createField, writeField } from '@/model/gestures/field'
import { moveField, reorder } from '@/model/gestures/members'

const webshop = () => new Drawing(WEBSHOP)
const GONE = 'no: It was removed meanwhile. Bring it back first, or choose something else.'
const gone = '00000000-0000-7000-8000-00000000dead'

describe('fields', () => {
  test('a line becomes a field, before the one at its index', () => {
    const is = webshop()
    const order = is.id('Order')
    expect(
      is.do(createField(is.graph, order, 'customer: ref Customer @inverse(orders)', { index: 1 }))
    ).toBe('Added field customer to Order')
    expect(is.do(createField(is.graph, order, 'total: Money?'))).toBe('Added field total to Order')
    expect(is.do(createField(is.graph, order, 'first', { index: 0 }))).toBe(
      'Added field first to Order'
    )
    expect(is.lines(order)).toEqual([
      'first',
      'number: string',
      'customer: ref Customer @inverse(orders)',
      'lines: OrderLine[1..*]',
      'total: Money?'
    ])
  })

  test('what cannot be a field is told', () => {
    const is = webshop()
    expect(is.do(createField(is.graph, is.id('Order'), 'a: decimal('))).toMatch(
      /^no: Write whole numbers/
    )
    expect(is.do(createField(is.graph, is.id('Currency'), 'a: int'))).toMatch(
      /^no: A field cannot stand in Currency/
    )
    expect(is.do(createField(is.graph, gone, 'a: int'))).toBe(GONE)
  })

  test('a line that is written again changes what it says otherwise', () => {
    const is = webshop()
    const field = is.id('number')
    expect(is.do(writeField(is.graph, field, 'number: string'))).toBe('Changed number of Order')
    expect(writeField(is.graph, field, ' number: string ')).toMatchObject({ steps: [] })
    expect(is.do(writeField(is.graph, field, 'no: string'))).toBe('Renamed number of Order to no')
    expect(is.do(writeField(is.graph, field, 'no: Sku? @unique'))).toBe('Changed no of Order')
    expect(Object.fromEntries(is.element(field).registers)).toMatchObject({
      name: 'no',
      type: { to: { name: 'Sku' } },
      optional: true,
      unique: true
    })
    expect(is.do(writeField(is.graph, field, 'no no'))).toMatch(/^no: Put a colon/)
    expect(is.do(writeField(is.graph, gone, 'a: int'))).toBe(GONE)
  })

  test('a field moves among its siblings', () => {
    const is = webshop()
    const order = is.id('Order')
    for (const name of ['c', 'd']) is.do(createField(is.graph, order, name))
    expect(is.do(reorder(is.graph, is.id('number'), 2))).toBe('Moved number within Order')
    expect(is.lines(order).map(line => line.split(':')[0])).toEqual(['lines', 'c', 'number', 'd'])
    is.do(reorder(is.graph, is.id('number'), 99))
    expect(is.lines(order).at(-1)).toBe('number: string')
    is.do(reorder(is.graph, is.id('number'), 0))
    expect(is.lines(order)[0]).toBe('number: string')
    expect(reorder(is.graph, is.id('number'), 0)).toMatchObject({ steps: [] })
    expect(is.do(reorder(is.graph, gone, 0))).toBe(GONE)
  })

  test('fields of one key make way', () => {
    const is = new Drawing(`entity A
  field a {"order": "a1"}
  field b {"order": "a1"}
  field c {"order": "a1"}`)
    is.do(reorder(is.graph, is.id('c'), 1))
    expect(is.names('A')).toEqual(['a', 'c', 'b'])
  })

  test('a field moves to another owner', () => {
    const is = webshop()
    expect(is.do(moveField(is.graph, is.id('number'), is.id('Customer'), 0))).toBe(
      'Moved field number from Order to Customer'
    )
    expect(is.lines(is.id('Customer'))).toEqual(['number: string', 'id: uuid @key'])
    expect(is.do(moveField(is.graph, is.id('number'), is.id('Currency')))).toMatch(
      /^no: number cannot stand in Currency. A field stands in an aggregate, an entity/
    )
    expect(is.do(moveField(is.graph, is.id('number'), is.id('Customer'), 1))).toBe(
      'Moved number within Customer'
    )
  })
})

describe('values of enums', () => {
  test('a line becomes a value, and is written again', () => {
    const is = webshop()
    const enumeration = is.id('Currency')
    expect(is.do(createEnumValue(is.graph, enumeration, 'GBP "Pound"', { index: 1 }))).toBe(
      'Added GBP to Currency'
    )
    expect(is.names('Currency')).toEqual(['EUR', 'GBP', 'USD'])
    expect(is.do(writeEnumValue(is.graph, is.id('USD'), 'USD'))).toBe('Changed USD of Currency')
    expect(is.get('USD').registers.has('label')).toBe(false)
    expect(is.do(writeEnumValue(is.graph, is.id('USD'), 'Dollar'))).toBe(
      'Renamed USD of Currency to Dollar'
    )
    expect(writeEnumValue(is.graph, is.id('USD'), 'Dollar')).toMatchObject({ steps: [] })
    expect(is.do(createEnumValue(is.graph, is.id('Order'), 'GBP'))).toBe(
      'no: A value of an enum cannot stand in Order. An enum value stands in an enum.'
    )
    expect(is.do(writeEnumValue(is.graph, is.id('USD'), 'US Dollar, EUR'))).toMatch(
      /^no: One on each line/
    )
  })
})
