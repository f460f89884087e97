import { expect, test } from 'vitest'
import { NOTHING } from '@/canvas/gestures/hit'
import { card, table } from './table'

const SHOP = `context Catalog at 0 0 400 200
entity Product in Catalog at 40 80
entity Near at 600 0
entity Far at 2000 0
`

test('a marquee takes the cards that it touches, and the frames that it holds whole', () => {
  const { drag, screen, id } = table(SHOP)
  drag([{ x: 650, y: 10 }, NOTHING], [{ x: -10, y: 140 }])
  expect(new Set(screen.getState().selection)).toEqual(new Set([id('Product'), id('Near')]))
  drag([{ x: 650, y: -10 }, NOTHING], [{ x: -10, y: 410 }])
  expect(screen.getState().selection).toContain(id('Catalog'))
})

test('with Shift what was selected stays, and is all that stays when it is given up', () => {
  const { click, drag, hand, screen, id } = table(SHOP)
  click(card(id('Far')))
  const keys = { shift: true }
  drag([{ x: 590, y: -10 }, NOTHING], [{ x: 650, y: 20 }], { keys })
  expect(new Set(screen.getState().selection)).toEqual(new Set([id('Far'), id('Near')]))
  click(card(id('Far')))
  drag([{ x: 590, y: -10 }, NOTHING], [{ x: 650, y: 20 }], { keys, before: () => hand.cancel() })
  expect([...screen.getState().selection]).toEqual([id('Far')])
})
