import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import { createCard, resizeCard } from '@/model/gestures/card'
import { rename, setDoc } from '@/model/gestures/naming'
import { remove, restore } from '@/model/gestures/removal'
import { turnInto, turnsInto } from '@/model/gestures/turning'

const webshop = () => new Drawing(WEBSHOP)
const GONE = 'no: It was removed meanwhile. Bring it back first, or choose something else.'
const gone = '00000000-0000-7000-8000-00000000dead'

describe('cards', () => {
  const card = { kind: 'entity', name: ' Invoice ', parent: null, position: { x: 13, y: -3 } }

  test('a new card stands last in its parent, on the grid, under the name without spaces around', () => {
    const is = webshop()
    const made = is.made(createCard(is.graph, { ...card, parent: is.id('Ordering') }))
    expect(is.names('Ordering').at(-1)).toBe('Invoice')
    expect(Object.fromEntries(made.registers)).toMatchObject({
      kind: 'entity',
      name: 'Invoice',
      parent: is.id('Ordering'),
      position: { x: 16, y: 0 }
    })
    expect(is.do(createCard(is.graph, card))).toBe('Added entity Invoice')
  })

  test.each([
    ['', 'no: The name is empty. Type at least one letter.'],
    [' \u200b ', 'no: The name is empty. Type at least one letter.'],
    ['a\nb', 'no: The name is broken into lines. Write it on one.'],
    ['a\u0007b', 'no: The name holds a character that cannot be shown. Take it out.'],
    ['a\u202eb', 'no: The name holds an invisible sign that turns text around. Take it out.'],
    ['\ud800', 'no: The name holds a character that cannot be shown. Take it out.'],
    ['n'.repeat(201), 'no: The name is 201 characters long. Keep it under 201.'],
    ['📦'.repeat(200), `Added entity ${'📦'.repeat(43)}…${'📦'.repeat(16)}`],
    ['<b>Order</b>', 'Added entity <b>Order</b>'],
    ['مبلغ', 'Added entity مبلغ']
  ])('a card called %j', (name, said) => {
    const is = webshop()
    expect(is.do(createCard(is.graph, { ...card, name }))).toBe(said)
    expect(is.do(rename(is.graph, is.id('Loose'), name)).startsWith('no:')).toBe(
      said.startsWith('no:')
    )
  })

  test.each([
    ['context', 'Ordering', 'no: Invoice cannot stand in Ordering. A context stands at the top.'],
    [
      'aggregate',
      'Order',
      'no: Invoice cannot stand in Order. An aggregate stands in a context or at the top.'
    ],
    [
      'event',
      null,
      'no: Invoice cannot stand at the top. An event stands in a context or an aggregate.'
    ],
    [
      'entity',
      'Money',
      'no: Invoice cannot stand in Money. An entity stands in a context, an aggregate or at the top.'
    ],
    ['starship', null, 'no: There is no kind starship. Choose another one.']
  ])('%s in %s is declined', (kind, parent, said) => {
    const is = webshop()
    const place = parent === null ? null : is.id(parent)
    expect(is.do(createCard(is.graph, { ...card, kind, parent: place }))).toBe(said)
  })

  test('a note needs no name', () => {
    const is = webshop()
    expect(is.do(createCard(is.graph, { ...card, kind: 'note', name: '' }))).toBe('Added a note')
    expect(is.do(createCard(is.graph, { ...card, parent: gone }))).toBe(GONE)
  })

  test('a card keeps its place when it gets another width', () => {
    const is = webshop()
    const place = { x: 800, y: 40, w: 300 }
    expect(is.do(resizeCard(is.graph, is.id('Order'), place))).toBe('Resized Order')
    expect(is.places()['Order']).toEqual({ x: 800, y: 40, w: 304 })
    expect(is.do(resizeCard(is.graph, gone, place))).toBe(GONE)
  })
})

describe('kinds', () => {
  test('an element becomes another kind where it may stand, with what stands in it', () => {
    const is = webshop()
    const { graph } = is
    expect(is.do(turnInto(graph, is.id('Customer'), 'entity'))).toBe(
      'Turned Customer into an entity'
    )
    expect(is.do(turnInto(graph, is.id('Order'), 'entity'))).toBe(
      'no: Order cannot become an entity, because OrderLine stands in it. Move that out first.'
    )
    is.do(remove(graph, [is.id('OrderLine')]))
    expect(is.do(turnInto(graph, is.id('Order'), 'value'))).toMatch(/stands in it/)
    is.do(restore(graph, [is.id('OrderLine')]))
    expect(is.do(turnInto(graph, is.id('OrderLine'), 'aggregate'))).toBe(
      'no: OrderLine, as an aggregate, cannot stand in Order. An aggregate stands in a context or at the top.'
    )
    expect(is.do(turnInto(graph, is.id('Order'), 'model'))).toMatch(/^no: Order cannot become that/)
    expect(is.do(turnInto(graph, graph.modelId ?? '', 'entity'))).toMatch(
      /^no: Webshop cannot become that/
    )
    expect(turnInto(graph, is.id('Order'), 'aggregate')).toMatchObject({ steps: [] })
    expect(turnsInto(graph, is.id('Loose'))).toEqual([
      'aggregate',
      'value',
      'mixin',
      'enum',
      'type',
      'union'
    ])
    expect(turnsInto(graph, is.id('Order'))).toEqual([])
    expect(turnsInto(graph, is.id('number'))).toEqual([])
  })

  test('what the new kind has not goes in the same step', () => {
    const is = new Drawing(
      'system Bank {"url": "https://bank.example", "owner": "us", "#old": true, "icon": "human"}'
    )
    is.do(turnInto(is.graph, is.id('Bank'), 'actor'))
    expect([...is.get('Bank').registers.keys()].sort()).toEqual([
      '#old',
      'doc',
      'icon',
      'kind',
      'name',
      'order'
    ])
  })
})

describe('names and words', () => {
  test('an element is called otherwise', () => {
    const is = webshop()
    expect(is.do(rename(is.graph, is.id('Order'), ' Purchase '))).toBe('Renamed Order to Purchase')
    expect(is.do(rename(is.graph, is.id('number'), 'no'))).toBe('Renamed number of Purchase to no')
    expect(is.get('Order').name).toBe('Purchase')
    expect(rename(is.graph, is.id('Order'), 'Purchase')).toMatchObject({ steps: [] })
    expect(is.do(rename(is.graph, gone, 'x'))).toBe(GONE)
    expect(is.do(setDoc(is.graph, is.id('Order'), 'What is *bought*.'))).toBe('Described Purchase')
    expect(is.get('Order').registers.get('doc')).toBe('What is *bought*.')
    expect(is.do(setDoc(is.graph, is.id('Order'), 'x'.repeat(65_537)))).toBe(
      'no: The description is 65,537 characters long. Keep it under 65,537.'
    )
  })
})
