import { describe, expect, test } from 'vitest'
import { NOTHING } from '@/canvas/gestures/hit'
import { card, table } from './table'

const SHOP = `context Catalog at 0 0 400 400
context Ordering at 600 0 400 400
entity Product in Catalog at 40 80
  price: decimal
entity Order in Ordering at 640 80
  total: decimal
entity Loose at 40 600
`

describe('a click', () => {
  test('selects what is under it, and nothing clears', () => {
    const { click, screen, id } = table(SHOP)
    click(card(id('Order')))
    expect([...screen.getState().selection]).toEqual([id('Order')])
    click({ ...card(id('Order')), row: id('Order.total') } as never)
    expect([...screen.getState().selection]).toEqual([id('Order.total')])
    click(NOTHING)
    expect(screen.getState().selection.size).toBe(0)
  })

  test('with Shift adds and takes away', () => {
    const { click, screen, id } = table(SHOP)
    click(card(id('Order')))
    click(card(id('Product')), { x: 0, y: 0 }, { shift: true })
    expect(screen.getState().selection.size).toBe(2)
    click(card(id('Order')), { x: 0, y: 0 }, { shift: true })
    expect([...screen.getState().selection]).toEqual([id('Product')])
  })

  test('with a tool begins one by its name, and the model hears nothing before', () => {
    const { click, screen, done } = table(SHOP)
    screen.setState({ tool: { tool: 'create', kind: 'enum' } })
    click(NOTHING, { x: 1200, y: 640 })
    const { editing, tool } = screen.getState()
    expect(done).toEqual([])
    expect(tool).toEqual({ tool: 'select' })
    expect(editing).toMatchObject({ part: 'new card', kind: 'enum', name: 'Enum', parent: null })
  })

  test('makes nothing where one may only read', () => {
    const { click, screen, done } = table(SHOP, 'read')
    screen.setState({ tool: { tool: 'create', kind: 'entity' } })
    click(NOTHING)
    expect(done).toEqual([])
  })
})

describe('a drag', () => {
  const from = { x: 100, y: 610 }

  test('is one gesture when it ends, and the model hears nothing before', () => {
    const { drag, done, id, boxOf, stage } = table(SHOP)
    drag([from, card(id('Loose'))], [{ x: 140, y: 690 }], {
      before: () => {
        expect(done).toEqual([])
        expect(stage.picture.getState().lifted?.has(id('Loose'))).toBe(true)
        expect(boxOf('Loose')).toMatchObject({ x: 80, y: 680 })
      }
    })
    expect(done).toEqual(['Moved Loose'])
    expect(boxOf('Loose')).toMatchObject({ x: 80, y: 680 })
    expect(stage.picture.getState().lifted).toBe(null)
  })

  test('given up leaves everything as it was', () => {
    const { drag, done, id, boxOf, hand } = table(SHOP)
    drag([from, card(id('Loose'))], [{ x: 140, y: 690 }], { before: () => hand.cancel() })
    expect(done).toEqual([])
    expect(boxOf('Loose')).toMatchObject({ x: 40, y: 600 })
  })

  test('into a frame puts it there, and out of it takes it away', () => {
    const { drag, done, id, graph } = table(SHOP)
    drag([from, card(id('Loose'))], [{ x: 200, y: 300 }])
    expect(graph.get(id('Loose'))?.parent).toBe(id('Catalog'))
    drag([{ x: 200, y: 300 }, card(id('Loose'))], [{ x: 200, y: 900 }])
    expect(graph.get(id('Loose'))?.parent).toBe(null)
    expect(done).toHaveLength(2)
  })

  test('of a frame takes along what stands in it', () => {
    const { drag, done, id, boxOf } = table(SHOP)
    const title = { on: 'frame', id: id('Catalog'), part: 'header' } as const
    drag([{ x: 40, y: 10 }, title], [{ x: 40, y: 810 }])
    expect(done).toEqual(['Moved Catalog'])
    expect(boxOf('Product')).toMatchObject({ x: 40, y: 880 })
  })

  test('with Alt leaves it where it is and makes another', () => {
    const { drag, id, boxOf, screen } = table(SHOP)
    drag([from, card(id('Loose'))], [{ x: 400, y: 610 }], { keys: { alt: true } })
    expect(boxOf('Loose')).toMatchObject({ x: 40, y: 600 })
    const [copy] = screen.getState().selection
    expect(copy).not.toBe(id('Loose'))
  })

  test('ends when somebody removes what is in hand', () => {
    const { drag, done, id, edit, hand, stage } = table(SHOP)
    drag([from, card(id('Loose'))], [{ x: 140, y: 690 }], {
      before: () => {
        edit({ step: 'remove', element: id('Loose') })
        expect(hand.drop()).toEqual([id('Loose')])
      }
    })
    expect(done).toEqual([])
    expect(stage.picture.getState().lifted).toBe(null)
  })

  test('over nothing selects what the box touches', () => {
    const { drag, screen, id } = table(SHOP)
    drag([{ x: 20, y: 580 }, NOTHING], [{ x: 90, y: 620 }])
    expect([...screen.getState().selection]).toEqual([id('Loose')])
  })

  test('at the right border makes a card wider, in steps, no wider than it may be', () => {
    const { drag, id, boxOf } = table(SHOP)
    drag([{ x: 272, y: 620 }, card(id('Loose'), 'rim')], [{ x: 303, y: 620 }])
    expect(boxOf('Loose')?.w).toBe(264)
    drag([{ x: 304, y: 620 }, card(id('Loose'), 'rim')], [{ x: 900, y: 620 }])
    expect(boxOf('Loose')?.w).toBe(360)
  })

  test('moves nothing where one may only read', () => {
    const { drag, done, id } = table(SHOP, 'read')
    drag([from, card(id('Loose'))], [{ x: 140, y: 690 }])
    expect(done).toEqual([])
  })
})

describe('a relation', () => {
  const at = { x: 640, y: 97 }

  test('is drawn from a handle to a card', () => {
    const { drag, graph, id } = table(SHOP)
    const handle = { on: 'handle', from: { card: id('Order'), field: null, at } } as const
    drag([at, handle], [{ x: 60, y: 100 }, card(id('Product'))])
    const fields = graph.children(id('Order')).map(({ name }) => name)
    expect(fields).toEqual(['total', 'product'])
  })

  test('to empty space begins an entity by its name', () => {
    const { drag, id, screen, done } = table(SHOP)
    const handle = { on: 'handle', from: { card: id('Loose'), field: null, at } } as const
    drag([at, handle], [{ x: 700, y: 640 }])
    const { editing } = screen.getState()
    expect(done).toEqual([])
    expect(editing).toMatchObject({ part: 'new card', kind: 'entity', from: id('Loose') })
  })

  test('by its tool takes two clicks', () => {
    const { click, screen, graph, id } = table(SHOP)
    screen.setState({ tool: { tool: 'relation' } })
    click(card(id('Loose')), { x: 60, y: 610 })
    click(card(id('Order')), { x: 660, y: 90 })
    expect(graph.children(id('Loose')).map(({ name }) => name)).toEqual(['order'])
  })
})
