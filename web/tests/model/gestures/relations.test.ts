import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import { fixFinding } from '@/model/findingsFix'
import { setCardinality, setHolding, setInverseCardinality } from '@/model/gestures/edge'
import { createField, writeField } from '@/model/gestures/field'
import { rename } from '@/model/gestures/naming'
import { setRegister } from '@/model/gestures/register'
import { connectToNew, relate } from '@/model/gestures/relation'
import { remove } from '@/model/gestures/removal'

const webshop = () => new Drawing(WEBSHOP)
const GONE = 'no: It was removed meanwhile. Bring it back first, or choose something else.'
const gone = '00000000-0000-7000-8000-00000000dead'

describe('relations', () => {
  test.each([
    ['Order', 'Customer', 'customer: ref Customer', 'an aggregate is referred to'],
    ['Order', 'OrderLine', 'orderLine: OrderLine', 'a part is held'],
    ['OrderLine', 'Order', 'order: ref Order', 'a part refers to its root'],
    ['OrderLine', 'OrderLine', 'orderLine: ref OrderLine', 'nothing holds itself'],
    ['Customer', 'OrderLine', 'orderLine: ref OrderLine', 'a part of another is referred to'],
    ['Order', 'Money', 'money: Money', 'a value is held'],
    ['Order', 'Currency', 'currency: Currency', 'an enum is held'],
    ['Loose', 'Loose', 'loose: ref Loose', 'to itself'],
    ['Order', 'Product', 'product: ref Catalog.Product', 'in another context']
  ])('from %s to %s is %s: %s', (from, to, line) => {
    const is = webshop()
    expect(is.do(relate(is.graph, { from: is.id(from), to: is.id(to) }))).toBe(
      `Connected ${from} to ${to}`
    )
    expect(is.lines(is.id(from)).at(-1)).toBe(line)
  })

  test('many are called so, and no name twice', () => {
    const is = webshop()
    const [from, to] = [is.id('Order'), is.id('Customer')]
    for (const many of ['many', 'one', 'one', 'many'] as const)
      is.do(relate(is.graph, { from, to, many }))
    expect(is.lines(from).slice(2)).toEqual([
      'customers: ref Customer[]',
      'customer: ref Customer',
      'customer2: ref Customer',
      'customers2: ref Customer[]'
    ])
    is.do(rename(is.graph, to, '📦'))
    is.do(relate(is.graph, { from, to }))
    expect(is.lines(from).at(-1)).toBe('`📦`: ref `📦`')
  })

  test('a field without a type, or to another card, is led there; one with data gets a neighbour', () => {
    const is = webshop()
    const order = is.id('Order')
    const buyer = is.made(createField(is.graph, order, 'buyer', { index: 0 }))
    is.do(relate(is.graph, { from: buyer.id, to: is.id('Customer') }))
    is.do(relate(is.graph, { from: is.id('product'), to: is.id('Loose') }))
    is.do(relate(is.graph, { from: is.id('number'), to: is.id('Money') }))
    expect(is.lines(order)).toEqual([
      'buyer: ref Customer',
      'number: string',
      'money: Money',
      'lines: OrderLine[1..*]'
    ])
    expect(is.lines(is.id('OrderLine'))[0]).toBe('product: ref Loose')
  })

  test('a field whose target is gone is led there', () => {
    const is = webshop()
    is.do(remove(is.graph, [is.id('Product')]))
    is.do(relate(is.graph, { from: is.id('product'), to: is.id('Loose') }))
    expect(is.lines(is.id('OrderLine'))).toEqual(['product: ref Loose', 'quantity: int'])
  })

  test('a field that is led elsewhere stays optional and many', () => {
    const is = webshop()
    is.do(writeField(is.graph, is.id('lines'), 'lines: OrderLine[]? @deprecated'))
    is.do(relate(is.graph, { from: is.id('lines'), to: is.id('Customer') }))
    expect(is.lines(is.id('Order'))[1]).toBe('lines: ref Customer[]? @deprecated')
  })

  test('what cannot be related is told', () => {
    const is = webshop()
    const related = (from: string, to: string) =>
      is.do(relate(is.graph, { from: is.id(from), to: is.id(to) }))
    expect(related('Currency', 'Order')).toBe(
      'no: Currency has no fields, since it is an enum. Begin at an entity, a value or an event.'
    )
    expect(related('Order', 'Shopper')).toBe(
      'no: Shopper is an actor, which no field can hold. Connect to an entity, a value or an enum.'
    )
    expect(is.do(relate(is.graph, { from: is.id('Order'), to: gone }))).toBe(GONE)
  })

  test('a relation to a new card is one gesture', () => {
    const is = webshop()
    const position = { x: 0, y: 800 }
    const wanted = { from: is.id('Order'), name: 'Invoice', parent: is.id('Ordering'), position }
    const outcome = connectToNew(is.graph, wanted)
    expect(is.made(outcome)).toMatchObject({ kind: 'entity', name: 'Invoice' })
    expect('label' in outcome && outcome.label).toBe(
      'Added entity Invoice and connected Order to it'
    )
    expect(is.lines(is.id('Order')).at(-1)).toBe('invoice: ref Invoice')
    const part = { ...wanted, name: 'Discount', parent: is.id('Order'), many: 'many' as const }
    is.do(connectToNew(is.graph, part))
    expect(is.lines(is.id('Order')).at(-1)).toBe('discounts: Discount[]')
    expect(is.do(connectToNew(is.graph, { ...wanted, name: ' ' }))).toMatch(
      /^no: The name is empty/
    )
    expect(is.do(connectToNew(is.graph, { ...wanted, kind: 'actor' }))).toMatch(
      /^no: Invoice is an actor/
    )
    expect(is.do(connectToNew(is.graph, { ...wanted, kind: 'context' }))).toMatch(
      /^no: Invoice cannot stand in Ordering/
    )
  })
})

describe('ends of edges', () => {
  test.each([
    [[0, 1], 'lines: OrderLine?', 'Made lines of Order none or one'],
    [[1, 1], 'lines: OrderLine', 'Made lines of Order exactly one'],
    [[0, null], 'lines: OrderLine[]', 'Made lines of Order any number'],
    [[1, null], 'lines: OrderLine[1..*]', 'Made lines of Order one or more'],
    [[2, 5], 'lines: OrderLine[2..5]', 'Made lines of Order 2..5']
  ] as const)('%j', (range, line, label) => {
    const is = webshop()
    expect(is.do(setCardinality(is.graph, is.id('lines'), range))).toBe(label)
    expect(is.lines(is.id('Order'))[1]).toBe(line)
  })

  test('the way back, and whether it holds or refers', () => {
    const is = webshop()
    const { graph } = is
    const field = is.id('lines')
    is.do(setRegister(graph, field, 'inverse', 'order'))
    expect(is.do(setInverseCardinality(graph, field, [0, 1]))).toBe(
      'Made the way back of lines of Order none or one'
    )
    expect(is.do(setHolding(graph, field, 'reference'))).toBe(
      'Made lines of Order refer to OrderLine'
    )
    expect(is.lines(is.id('Order'))[1]).toBe('lines: ref OrderLine[1..*] @inverse(order[0..1])')
    is.do(setRegister(graph, field, 'inverse', undefined))
    is.do(setInverseCardinality(graph, field, null))
    is.do(setHolding(graph, field, 'parts'))
    expect(is.lines(is.id('Order'))[1]).toBe('lines: OrderLine[1..*]')
    expect(is.do(setCardinality(graph, field, [5, 2]))).toBe(
      'no: 5..2 allows for nothing. Put the smaller number first, and a greater one than 0 last.'
    )
    expect(is.do(setHolding(graph, is.id('price'), 'reference'))).toBe(
      'no: Money has no identity to refer to. Make it an entity first.'
    )
    expect(is.do(setHolding(graph, is.id('number'), 'parts'))).toBe(
      'no: number leads nowhere yet. Give it a type first.'
    )
  })
})

describe('fixes of findings', () => {
  const change = (element: string, attribute: string, value: string) =>
    ({ element, attribute, kind: 'assert', value }) as const

  test('a fix is the gesture that it says', () => {
    const is = webshop()
    const changes = [
      change(is.id('number'), 'name', 'no'),
      { element: is.id('lines'), attribute: 'cardinality', kind: 'retract' } as const
    ]
    expect(is.do(fixFinding(is.graph, { title: 'Tidy up', changes }))).toBe('Tidy up')
    expect(is.lines(is.id('Order'))).toEqual(['no: string', 'lines: OrderLine'])
    expect(is.do(fixFinding(is.graph, { title: 'x', changes: [change(gone, 'name', 'x')] }))).toBe(
      GONE
    )
  })

  test('a fix may make an element', () => {
    const is = webshop()
    const changes = [change(gone, 'kind', 'entity'), change(gone, 'name', 'Sku')]
    is.do(fixFinding(is.graph, { title: 'Add Sku', changes }))
    expect(is.element(gone)).toMatchObject({ kind: 'entity', name: 'Sku' })
  })
})
