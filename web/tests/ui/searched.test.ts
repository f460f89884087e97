import { expect, test } from 'vitest'
import { searched } from '@/ui/searched'

test.each([
  [' Über ', 'uber'],
  ['Ünï̷c', 'unic'],
  ['Straße', 'straße'],
  ['הזמנה', 'הזמנה'],
  ['', '']
])('%s is searched as %s', (text, words) => {
  expect(searched(text)).toBe(words)
})
