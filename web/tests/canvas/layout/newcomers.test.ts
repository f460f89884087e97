import { expect, test } from 'vitest'
import { placeNew } from '@/canvas/layout/newcomers'
import type { Box } from '@/canvas/routing/geometry'

const card = (x: number, y: number): Box => ({ x, y, w: 232, h: 151 })
const newcomer = (id: string) => ({ id, w: 232, h: 107 })
const otherwise = { x: 2000, y: 800 }

test('what refers to a card goes to its left, what it refers to goes to its right', () => {
  const standing = new Map([['order', card(800, 400)]])
  const edges = [
    { from: 'line', to: 'order' },
    { from: 'order', to: 'customer' }
  ]
  const places = placeNew([newcomer('line'), newcomer('customer')], { standing, edges, otherwise })
  expect(places.get('line')).toEqual({ x: 472, y: 400 })
  expect(places.get('customer')).toEqual({ x: 1128, y: 400 })
})

test('newcomers do not lie on what stands, nor on each other', () => {
  const standing = new Map<string, Box>()
  for (let nth = 0; nth < 400; nth += 1) {
    standing.set(`c${nth}`, card((nth % 20) * 320, Math.floor(nth / 20) * 200))
  }
  const edges = Array.from({ length: 6 }, (_, nth) => ({ from: `n${nth}`, to: 'c210' }))
  const newcomers = edges.map(({ from }) => newcomer(from))
  const places = placeNew(newcomers, { standing, edges, otherwise })
  const boxes = [...standing.values(), ...newcomers.map(({ id, w, h }) => ({ ...at(id), w, h }))]
  function at(id: string) {
    return places.get(id) ?? { x: 0, y: 0 }
  }
  for (const [nth, one] of boxes.entries()) {
    for (const other of boxes.slice(0, nth)) {
      const aside = one.x >= other.x + other.w || other.x >= one.x + one.w
      expect(aside || one.y >= other.y + other.h || other.y >= one.y + one.h).toBe(true)
    }
  }
})

test('what is linked to nothing goes where it is told', () => {
  const places = placeNew([newcomer('a'), newcomer('b')], {
    standing: new Map(),
    edges: [],
    otherwise
  })
  expect(places.get('a')).toEqual(otherwise)
  expect(places.get('b')).not.toEqual(otherwise)
})
