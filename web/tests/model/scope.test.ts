import { Drawing, WEBSHOP } from '@harness/drawing'
import { expect, test } from 'vitest'
import { completions } from '@/model/fieldline/completions'
import { scopeOf } from '@/model/scope'

const drawing = new Drawing(`${WEBSHOP}
context Billing
  value Money
  aggregate Invoice
    entity Line
  aggregate Credit
    entity Line
`)
const { graph } = drawing
const id = (name: string) => drawing.id(name)

test.each<readonly [string, string, string | undefined, string]>([
  ['Order', 'Order', 'Order', 'itself'],
  ['OrderLine', 'Order', 'OrderLine', 'a part'],
  ['Customer', 'OrderLine', 'Customer', 'in the context around'],
  ['OrderLine', 'Customer', 'OrderLine', 'a part of another aggregate, which may be left out'],
  ['Money', 'Order', 'Money', 'at the top'],
  ['Money', 'Invoice', 'Money#2', 'the nearer of two'],
  ['Billing.Money', 'Order', 'Money#2', 'by its path'],
  ['Ordering.Order.OrderLine', 'Loose', 'OrderLine', 'by its whole path'],
  ['Ordering.OrderLine', 'Loose', 'OrderLine', 'by a path without the aggregate'],
  ['Product', 'Order', 'Product', 'anywhere, when there is one of it'],
  ['Order.OrderLine', 'Loose', 'OrderLine', 'anywhere, by the end of its path'],
  ['Line', 'Invoice', 'Line', 'the own part of two'],
  ['Line', 'Order', undefined, 'nowhere, when there are two'],
  ['Credit.Line', 'Order', 'Line#2', 'of two, by a path'],
  ['Catalog', 'Order', undefined, 'a context is no type'],
  ['number', 'Order', undefined, 'a field is no type'],
  ['Nothing', 'Order', undefined, 'what is not there']
])('%s in %s is %s: %s', (path, owner, expected, _) => {
  const found = scopeOf(graph, id(owner)).resolve(path.split('.'))
  expect(found).toBe(expected === undefined ? undefined : id(expected))
})

test.each([
  ['Money', 'Order', 'Money'],
  ['Money#2', 'Invoice', 'Money'],
  ['Money#2', 'Order', 'Billing.Money'],
  ['Product', 'Order', 'Catalog.Product'],
  ['OrderLine', 'Order', 'OrderLine'],
  ['OrderLine', 'Product', 'Ordering.OrderLine'],
  ['Line#2', 'Order', 'Billing.Credit.Line'],
  ['Line#2', 'Invoice', 'Credit.Line']
])('%s is called in %s: %s', (element, owner, expected) => {
  const scope = scopeOf(graph, id(owner))
  expect(scope.nameOf(id(element))).toBe(expected)
  expect(scope.resolve(expected.split('.'))).toBe(id(element))
})

test('what another hides is called by all of its path', () => {
  expect(scopeOf(graph, id('Invoice')).nameOf(id('Money'))).toBe('Money')
})

test('names follow the graph', () => {
  const live = new Drawing(WEBSHOP)
  const scope = scopeOf(live.graph, live.id('Order'))
  live.write([{ step: 'set', element: live.id('Money'), attribute: 'name', value: 'Price' }])
  expect([scope.resolve(['Money']), scope.resolve(['Price'])]).toEqual([
    undefined,
    live.id('Money')
  ])
  live.write([{ step: 'remove', element: live.id('Catalog') }])
  expect(scope.resolve(['Product'])).toBeUndefined()
  expect(scope.nameOf(live.id('Product'))).toBeUndefined()
  live.write([{ step: 'restore', element: live.id('Catalog') }])
  expect(scope.resolve(['Product'])).toBe(live.id('Product'))
})

test('a slip is guessed', () => {
  const { nearest } = scopeOf(graph, id('Order'))
  expect(['Mony', 'strng', 'Porduct', 'Ordering.Custmer', 'Xyz'].map(nearest)).toEqual([
    'Money',
    'string',
    'Product',
    'Customer',
    undefined
  ])
})

const labels = (line: string, owner: string) =>
  completions(line, line.length, graph, id(owner)).map(({ label }) => label)

test.each([
  ['price: mon', 'Order', ['Money', 'Billing.Money']],
  ['customer: cus', 'Order', ['ref Customer']],
  ['customer: ref cus', 'Order', ['Customer']],
  ['lines: ol', 'Order', ['OrderLine', 'bool']],
  ['product: ref pro', 'Order', ['Catalog.Product']],
  ['id: uu', 'Order', ['uuid']],
  ['id: uuid @u', 'Order', ['@unique']],
  ['currency: Currency = E', 'Order', ['EUR']],
  ['currency: Currency = ', 'Order', ['EUR', 'USD']],
  ['isOpen: bool = ', 'Order', ['true', 'false']],
  ['total: int = ', 'Order', []],
  ['tot', 'Order', []],
  ['customer: ref Customer @onDelete(set', 'Order', ['setNull', 'setDefault']],
  ['name: string = "@u', 'Order', []],
  ['name: string // @u', 'Order', []]
])('after %s in %s comes %j', (line, owner, expected) => {
  expect(labels(line, owner)).toEqual(expected)
})

test('before anything is typed, what is near comes first, and what most fields have', () => {
  expect(labels('at: ', 'OrderLine').slice(0, 5)).toEqual([
    'ref OrderLine',
    'string',
    'int',
    'decimal',
    'bool'
  ])
})

test('a completion takes the place of what was typed', () => {
  const line = 'price: mon @key'
  const [first] = completions(line, 10, graph, id('Order'))
  expect(first).toEqual({
    label: 'Money',
    detail: 'value',
    insert: 'Money',
    from: 7,
    kind: 'value'
  })
})
