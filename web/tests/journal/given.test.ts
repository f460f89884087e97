import { expect, test } from 'vitest'
import { isStill } from '@/journal/given'

const ID = '00000000-0000-7000-8000-00000000000b'
const NAME = { name: 'Author' }

test('a name that the server bound is what was given', () => {
  expect(isStill(ID, NAME)).toBe(true)
  expect(isStill({ to: ID, ref: true }, { to: NAME, ref: true })).toBe(true)
  expect(isStill([ID, ID], [ID, NAME])).toBe(true)
})

test('anything else that differs is not', () => {
  expect(isStill({ to: ID }, { to: NAME, ref: true })).toBe(false)
  expect(isStill({ to: 'int' }, { to: ID })).toBe(false)
  expect(isStill(undefined, { to: NAME })).toBe(false)
  expect(isStill([ID], { 0: NAME })).toBe(false)
  expect(isStill(NAME, ID)).toBe(false)
  expect(isStill(ID, { name: 'Author', more: 1 })).toBe(false)
})
