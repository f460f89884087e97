import { expect, test } from 'vitest'
import { placeByKey, placeByLetters } from '@/ui/menuItems'

test('arrows go round, Home and End to the ends', () => {
  expect(placeByKey('ArrowDown', 2, 3)).toBe(0)
  expect(placeByKey('ArrowUp', 0, 3)).toBe(2)
  expect(placeByKey('Home', 1, 3)).toBe(0)
  expect(placeByKey('End', 1, 3)).toBe(2)
  expect(placeByKey('x', 1, 3)).toBeNull()
  expect(placeByKey('ArrowDown', 0, 0)).toBeNull()
})

const TITLES = ['Rename', 'Remove', 'Duplicate', 'Restore']

test('a letter goes to the next that begins with it, more letters narrow', () => {
  expect(placeByLetters('r', 0, TITLES)).toBe(1)
  expect(placeByLetters('r', 1, TITLES)).toBe(3)
  expect(placeByLetters('r', 3, TITLES)).toBe(0)
  expect(placeByLetters('res', 1, TITLES)).toBe(3)
  expect(placeByLetters('x', 0, TITLES)).toBeNull()
})
