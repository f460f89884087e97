import { expect, test } from 'vitest'
import { type Level, levelOf } from '@/canvas/scene/level'

test.each<[number, number, Level]>([
  [1, 10, 'full'],
  [0.6, 60, 'full'],
  [0.6, 61, 'overview'],
  [0.59, 60, 'names'],
  [0.4, 60, 'names'],
  [0.4, 61, 'overview'],
  [0.39, 1, 'overview'],
  [2, 500, 'overview']
])('at zoom %d with %d cards in view a view begins with %s', (zoom, visible, level) => {
  expect(levelOf(zoom, () => visible, null)).toBe(level)
})

test.each<[string, Level, readonly [number, number][], readonly Level[]]>([
  [
    'cards come and go',
    'full',
    [
      [1, 60],
      [1, 61],
      [1, 60],
      [1, 53],
      [1, 52],
      [1, 60]
    ],
    ['full', 'overview', 'overview', 'overview', 'full', 'full']
  ],
  [
    'zoom around 0.6',
    'full',
    [
      [0.59, 9],
      [0.58, 9],
      [0.56, 9],
      [0.59, 9],
      [0.6, 9]
    ],
    ['full', 'full', 'names', 'names', 'full']
  ],
  [
    'zoom around 0.4',
    'names',
    [
      [0.39, 9],
      [0.37, 9],
      [0.39, 9],
      [0.4, 9]
    ],
    ['names', 'overview', 'overview', 'names']
  ],
  [
    'from full far out',
    'full',
    [
      [0.39, 9],
      [0.3, 9]
    ],
    ['names', 'overview']
  ]
])('a level that stands stays a little longer: %s', (_, begin, views, expected) => {
  let level = begin
  const seen = views.map(([zoom, visible]) => {
    level = levelOf(zoom, () => visible, level)
    return level
  })
  expect(seen).toEqual(expected)
})

test('cards are only counted where their number matters', () => {
  levelOf(0.1, () => expect.fail('counted'), 'overview')
})
