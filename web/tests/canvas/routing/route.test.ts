import { expect, test } from 'vitest'
import { glyphsOf, hitTest, labelPoints, pathOf, type Route } from '@/canvas/routing/route'

const stairs: Route = {
  id: 'stairs',
  points: [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
    { x: 40, y: 60 },
    { x: 100, y: 60 }
  ],
  sides: { from: 'right', to: 'left' }
}

const level: Route = {
  id: 'level',
  points: [
    { x: 0, y: 20 },
    { x: 100, y: 20 }
  ],
  sides: { from: 'right', to: 'left' }
}

test('corners are round', () => {
  expect(pathOf(stairs)).toBe('M0 0L32 0Q40 0 40 8L40 52Q40 60 48 60L100 60')
  expect(pathOf(level)).toBe('M0 20L100 20')
})

test('corners near each other are less round', () => {
  const points = stairs.points.map(({ x, y }) => ({ x, y: y / 10 }))
  expect(pathOf({ ...stairs, points })).toBe('M0 0L37 0Q40 0 40 3L40 3Q40 6 43 6L100 6')
})

test('glyphs stand where the edge meets its cards', () => {
  expect(glyphsOf(stairs)).toEqual({
    from: { point: { x: 0, y: 0 }, side: 'right' },
    to: { point: { x: 100, y: 60 }, side: 'left' }
  })
})

test('numbers stand outside the card, where the edge does not turn to', () => {
  expect(labelPoints(stairs)).toEqual({
    from: { x: 6, y: -10, anchor: 'start' },
    to: { x: 94, y: 70, anchor: 'end' }
  })
  expect(labelPoints(level)).toEqual({
    from: { x: 6, y: 10, anchor: 'start' },
    to: { x: 94, y: 10, anchor: 'end' }
  })
})

test.each([
  ['on it', { x: 40, y: 30 }, 'stairs'],
  ['beside it', { x: 44, y: 40 }, 'stairs'],
  ['nearest to another', { x: 37, y: 18 }, 'level'],
  ['too far from all', { x: 70, y: 45 }, undefined]
])('a pointer meets the edge that is near: %s', (_, point, id) => {
  expect(hitTest([stairs, level], point, 5)?.id).toBe(id)
})
