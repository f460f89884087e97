import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import type { Box, Point } from '@/model/box'
import { align, distribute, type Edge } from '@/model/gestures/arrangement'
import { moveCards, nudge, placeAll } from '@/model/gestures/movement'
import { reparent } from '@/model/gestures/reparenting'

const webshop = () => new Drawing(WEBSHOP)
const GONE = 'no: It was removed meanwhile. Bring it back first, or choose something else.'
const gone = '00000000-0000-7000-8000-00000000dead'

const at = (is: Drawing, places: Readonly<Record<string, Point>>) =>
  new Map(Object.entries(places).map(([name, place]) => [is.id(name), place]))

describe('moving', () => {
  test('a card goes where it is put, and keeps its size; its parts stay', () => {
    const is = webshop()
    expect(is.do(moveCards(is.graph, at(is, { Order: { x: 903.6, y: 96 } })))).toBe('Moved Order')
    expect(is.places()).toMatchObject({
      Order: { x: 904, y: 96, w: 240 },
      OrderLine: { x: 800, y: 300 }
    })
  })

  test('an aggregate that is taken by its boundary takes its parts along', () => {
    const is = webshop()
    const to = at(is, { Order: { x: 808, y: 48 } })
    is.do(moveCards(is.graph, to, { whole: new Set([is.id('Order')]) }))
    expect(is.places()).toMatchObject({ Order: { x: 808, y: 48 }, OrderLine: { x: 808, y: 308 } })
  })

  test('a frame takes along what is in it, but what is moved itself', () => {
    const is = webshop()
    const to = at(is, { Catalog: { x: 80, y: 0 }, Loose: { x: 0, y: 0 } })
    expect(is.do(moveCards(is.graph, to))).toBe('Moved 2 cards')
    expect(is.places()).toMatchObject({
      Catalog: { x: 80, y: 0, w: 400, h: 300 },
      Product: { x: 104, y: 48 },
      Loose: { x: 0, y: 0 }
    })
    is.do(moveCards(is.graph, at(is, { Catalog: { x: 0, y: 0 }, Product: { x: 200, y: 200 } })))
    expect(is.places()).toMatchObject({ Catalog: { x: 0, y: 0 }, Product: { x: 200, y: 200 } })
  })

  test('a frame that is drawn larger than its place is moved by as much as it is dragged', () => {
    const is = webshop()
    const drawn = at(is, { Catalog: { x: -100, y: -16 } })
    is.do(moveCards(is.graph, at(is, { Catalog: { x: -92, y: -16 } }), { drawn }))
    expect(is.places()).toMatchObject({
      Catalog: { x: 8, y: 0, w: 400, h: 300 },
      Product: { x: 32, y: 48 }
    })
  })

  test('a frame without a place moves what is in it by as much as it is moved', () => {
    const is = webshop()
    const drawn = at(is, { Ordering: { x: 476, y: 0 } })
    expect(is.do(moveCards(is.graph, at(is, { Ordering: { x: 576, y: 16 } }), { drawn }))).toBe(
      'Moved Ordering'
    )
    expect(is.places()).toMatchObject({
      Shopper: { x: 600, y: 416 },
      Customer: { x: 600, y: 56 },
      Order: { x: 900, y: 56, w: 240 },
      OrderLine: { x: 900, y: 316 }
    })
    expect(is.get('Ordering').registers.has('position')).toBe(false)
  })

  test('what has no place yet gets one', () => {
    const is = webshop()
    is.do(moveCards(is.graph, at(is, { Money: { x: 9, y: 9 } })))
    expect(is.places()['Money']).toEqual({ x: 9, y: 9 })
    is.do(moveCards(is.graph, at(is, { OrderPlaced: { x: 1e12, y: Number.NaN } })))
    expect(is.places()['OrderPlaced']).toEqual({ x: 10_000_000, y: 0 })
  })

  test('nothing is written where nothing moves, and what is gone is left out', () => {
    const is = webshop()
    expect(moveCards(is.graph, at(is, { Order: { x: 800, y: 40 } }))).toMatchObject({ steps: [] })
    expect(is.do(moveCards(is.graph, new Map([[gone, { x: 0, y: 0 }]])))).toBe(GONE)
    const both = new Map([
      [gone, { x: 0, y: 0 }],
      [is.id('Order'), { x: 0, y: 0 }]
    ])
    expect(is.do(moveCards(is.graph, both))).toBe('Moved Order')
  })

  test('arrows move by steps, a frame with all that is in it', () => {
    const is = webshop()
    expect(is.do(nudge(is.graph, [is.id('Catalog'), is.id('Loose')], 8, -80))).toBe('Moved 2 cards')
    expect(is.places()).toMatchObject({
      Catalog: { x: 8, y: -80 },
      Product: { x: 32, y: -32 },
      Loose: { x: 1208, y: -80 }
    })
    is.do(nudge(is.graph, [is.id('Ordering')], 8, 0))
    expect(is.places()['OrderLine']).toEqual({ x: 808, y: 300 })
    expect(is.do(nudge(is.graph, [is.id('Money')], 8, 0))).toBe(GONE)
  })

  test('a layout is one gesture', () => {
    const is = webshop()
    const places = at(is, { Order: { x: 1, y: 2 }, Money: { x: 3, y: 4 } })
    expect(is.do(placeAll(is.graph, new Map([...places, [gone, { x: 0, y: 0 }]])))).toBe(
      'Arranged 2 cards'
    )
    expect(is.places()).toMatchObject({ Order: { x: 1, y: 2, w: 240 }, Money: { x: 3, y: 4 } })
    expect(is.do(placeAll(is.graph, new Map()))).toBe(GONE)
  })
})

describe('into another frame', () => {
  test('a card moves into a context, with its parts, to its place', () => {
    const is = webshop()
    const to = at(is, { Order: { x: 40, y: 144 } })
    expect(
      is.do(reparent(is.graph, [is.id('Order'), is.id('OrderLine')], is.id('Catalog'), to))
    ).toBe('Moved Order to Catalog')
    expect(is.names('Catalog')).toEqual(['Product', 'Order'])
    expect(is.get('OrderLine').parent).toBe(is.id('Order'))
    expect(is.places()).toMatchObject({ Order: { x: 40, y: 144 }, OrderLine: { x: 40, y: 404 } })
  })

  test('several move to the top, and those that stand there just move', () => {
    const is = webshop()
    const to = at(is, {
      Customer: { x: 0, y: 600 },
      Shopper: { x: 0, y: 800 },
      Loose: { x: 0, y: 1000 }
    })
    expect(is.do(reparent(is.graph, to.keys(), null, to))).toBe(
      'Moved 1 aggregate and 1 actor to the top'
    )
    expect(is.names(null).slice(-3)).toEqual(['Loose', 'Customer', 'Shopper'])
    expect(is.get('Customer').parent).toBeNull()
    expect(is.get('Customer').registers.has('parent')).toBe(false)
    expect(is.places()).toMatchObject({ Customer: { x: 0, y: 600 }, Loose: { x: 0, y: 1000 } })
    expect(
      is.do(reparent(is.graph, [is.id('Loose')], null, at(is, { Loose: { x: 8, y: 8 } })))
    ).toBe('Moved Loose')
  })

  test('what cannot stand there stays, and says where it can', () => {
    const is = webshop()
    const into = (name: string, parent: string | null) =>
      is.do(reparent(is.graph, [is.id(name)], parent === null ? null : is.id(parent)))
    expect(into('Customer', 'Order')).toBe(
      'no: Customer cannot stand in Order. An aggregate stands in a context or at the top.'
    )
    expect(into('OrderPlaced', null)).toBe(
      'no: OrderPlaced cannot stand at the top. An event stands in a context or an aggregate.'
    )
    expect(into('Ordering', 'Catalog')).toBe(
      'no: Ordering cannot stand in Catalog. A context stands at the top.'
    )
    expect(into('Order', 'OrderLine')).toBe(
      'no: Order cannot stand in OrderLine, which stands in it. Choose another place for it.'
    )
    expect(into('Order', 'Order')).toBe(
      'no: Order cannot stand in itself. Choose another place for it.'
    )
    expect(is.do(reparent(is.graph, [gone], null))).toBe(GONE)
    expect(is.do(reparent(is.graph, [is.id('Order')], gone))).toBe(GONE)
  })
})

describe('in line', () => {
  const boxes = (is: Drawing): ReadonlyMap<string, Box> =>
    new Map([
      [is.id('Customer'), { x: 500, y: 40, w: 232, h: 63 }],
      [is.id('Order'), { x: 800, y: 48, w: 240, h: 107 }],
      [is.id('Loose'), { x: 1200, y: 0, w: 232, h: 41 }]
    ])

  test.each<readonly [Edge, readonly Point[], string]>([
    [
      'left',
      [
        { x: 500, y: 40 },
        { x: 500, y: 48 },
        { x: 500, y: 0 }
      ],
      'to the left'
    ],
    [
      'centre',
      [
        { x: 850, y: 40 },
        { x: 846, y: 48 },
        { x: 850, y: 0 }
      ],
      'by their centres'
    ],
    [
      'right',
      [
        { x: 1200, y: 40 },
        { x: 1192, y: 48 },
        { x: 1200, y: 0 }
      ],
      'to the right'
    ],
    [
      'top',
      [
        { x: 500, y: 0 },
        { x: 800, y: 0 },
        { x: 1200, y: 0 }
      ],
      'to the top'
    ],
    [
      'middle',
      [
        { x: 500, y: 46 },
        { x: 800, y: 24 },
        { x: 1200, y: 57 }
      ],
      'by their middles'
    ],
    [
      'bottom',
      [
        { x: 500, y: 92 },
        { x: 800, y: 48 },
        { x: 1200, y: 114 }
      ],
      'to the bottom'
    ]
  ])('%s', (edge, [customer, order, loose], words) => {
    const is = webshop()
    expect(is.do(align(is.graph, boxes(is), edge))).toBe(`Aligned 3 cards ${words}`)
    expect(is.places()).toMatchObject({ Customer: customer, Order: order, Loose: loose })
  })

  test('gaps become equal', () => {
    const is = webshop()
    expect(is.do(distribute(is.graph, boxes(is), 'across'))).toBe('Spread 3 cards evenly across')
    expect(is.places()).toMatchObject({
      Customer: { x: 500 },
      Order: { x: 846 },
      Loose: { x: 1200 }
    })
    expect(is.do(distribute(is.graph, boxes(is), 'down'))).toBe('Spread 3 cards evenly down')
  })

  test('one alone is in line', () => {
    const is = webshop()
    const [first, second] = boxes(is)
    const few = new Map([first, second].filter(each => each !== undefined))
    expect(is.do(align(is.graph, new Map([...few].slice(0, 1)), 'left'))).toBe(
      'no: Select at least two cards to align them.'
    )
    expect(is.do(distribute(is.graph, few, 'down'))).toBe(
      'no: Select at least three cards to spread them evenly.'
    )
  })
})
