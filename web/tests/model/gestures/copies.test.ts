import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import { createdRoots, duplicate } from '@/model/gestures/copy'
import { rename, setDoc } from '@/model/gestures/naming'
import { remove, restore } from '@/model/gestures/removal'
import { turnInto } from '@/model/gestures/turning'

const webshop = () => new Drawing(WEBSHOP)
const GONE = 'no: It was removed meanwhile. Bring it back first, or choose something else.'
const gone = '00000000-0000-7000-8000-00000000dead'

describe('copies', () => {
  test('a copy is whole, beside its original, and points inside itself', () => {
    const is = webshop()
    is.do(setDoc(is.graph, is.id('OrderLine'), 'One line.'))
    const outcome = duplicate(is.graph, [is.id('Order'), is.id('number')], { x: 24, y: 24 })
    const copy = is.made(outcome)
    expect('label' in outcome && [outcome.label, createdRoots(outcome.steps)]).toEqual([
      'Duplicated Order',
      [copy.id]
    ])
    expect(is.names('Ordering')).toEqual(['Shopper', 'Customer', 'Order', 'Order copy'])
    expect(copy.registers.get('position')).toEqual({ x: 824, y: 64, w: 240 })
    const part = is.graph.children(copy.id).find(({ kind }) => kind === 'entity')
    expect(part?.registers.get('doc')).toBe('One line.')
    expect(part?.registers.get('position')).toEqual({ x: 824, y: 324 })
    expect(is.lines(copy.id)).toEqual(['number: string', 'lines: OrderLine[1..*]'])
    const lines = is.graph.children(copy.id).find(({ name }) => name === 'lines')
    expect(lines?.registers.get('type')).toEqual({ to: part?.id })
    const product = is.graph.children(part?.id ?? '')[0]
    expect(product?.registers.get('type')).toEqual({ to: is.id('Product'), ref: true })
  })

  test('copies have names of their own', () => {
    const is = webshop()
    const copied = (name: string) =>
      is.made(duplicate(is.graph, [is.id(name)], { x: 0, y: 0 })).name
    expect([copied('Order'), copied('Order'), copied('number'), copied('number')]).toEqual([
      'Order copy',
      'Order copy 2',
      'number2',
      'number3'
    ])
    is.do(rename(is.graph, is.id('Order'), 'n'.repeat(200)))
    expect(copied('Order')).toBe(`${'n'.repeat(195)} copy`)
    expect(is.do(duplicate(is.graph, [gone], { x: 0, y: 0 }))).toBe(
      'no: Nothing is selected. Select a card first.'
    )
  })

  test('a frame is copied with all that is in it', () => {
    const is = webshop()
    const copy = is.made(duplicate(is.graph, [is.id('Catalog'), is.id('Loose')], { x: 8, y: 0 }))
    expect(is.graph.children(copy.id).map(({ name }) => name)).toEqual(['Product'])
    expect(is.graph.children(copy.id)[0]?.registers.get('position')).toEqual({ x: 32, y: 48 })
    expect(is.names(null)).toContain('Loose copy')
  })
})

describe('removing', () => {
  test('what goes is told with what goes with it', () => {
    const is = webshop()
    expect(is.do(remove(is.graph, [is.id('Product'), is.id('sku')]))).toBe(
      'Removed Product and 2 fields'
    )
    expect(is.do(remove(is.graph, [is.id('number')]))).toBe('Removed number of Order')
    expect(is.do(remove(is.graph, [is.id('Loose'), is.id('Money')]))).toBe(
      'Removed 1 entity and 1 value'
    )
    expect(is.do(remove(is.graph, [is.id('Order')]))).toBe('Removed Order and 6 elements')
    expect(is.graph.get(is.id('Order'))).toBeUndefined()
    expect(is.do(remove(is.graph, [is.id('Order')]))).toBe(GONE)
    expect(is.do(remove(is.graph, []))).toBe('no: Nothing is selected. Select a card first.')
    expect(is.do(remove(is.graph, [is.graph.modelId ?? '']))).toMatch(/^no: The model itself stays/)
  })

  test('it comes back with all of it', () => {
    const is = webshop()
    is.do(remove(is.graph, [is.id('OrderLine')]))
    is.do(remove(is.graph, [is.id('Order')]))
    expect(is.do(restore(is.graph, [is.id('OrderLine')]))).toBe(
      'no: Order is removed, and OrderLine stood in it. Restore that first.'
    )
    expect(is.do(restore(is.graph, [is.id('Order'), is.id('OrderLine')]))).toBe(
      'Restored 1 aggregate and 1 entity'
    )
    expect(is.get('OrderLine').name).toBe('OrderLine')
    expect(is.do(restore(is.graph, [is.id('Order')]))).toMatch(/^no: It is there already/)
  })
})

test('nothing is changed by being asked for', () => {
  const is = webshop()
  const before = Object.fromEntries(is.document.registers(is.id('Order')))
  remove(is.graph, [is.id('Order')])
  duplicate(is.graph, [is.id('Order')], { x: 8, y: 8 })
  turnInto(is.graph, is.id('Order'), 'entity')
  expect(Object.fromEntries(is.document.registers(is.id('Order')))).toEqual(before)
})
