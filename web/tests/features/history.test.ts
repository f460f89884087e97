import { expect, test } from 'vitest'
import { partsOf } from '@/features/history/sentence'

function bold(sentence: string, ...names: string[]): string {
  return partsOf(sentence, names)
    .map(({ text, isName }) => (isName ? `[${text}]` : text))
    .join('')
}

test('names in a sentence are its bold parts', () => {
  expect(bold('Moved street and city to Address', 'street', 'city', 'Address')).toBe(
    'Moved [street] and [city] to [Address]'
  )
})

test('a name is a word of its own, and the longest counts', () => {
  expect(bold('Renamed OrderLine in Order', 'Order')).toBe('Renamed OrderLine in [Order]')
  expect(bold('Added Order line to Order', 'Order', 'Order line')).toBe(
    'Added [Order line] to [Order]'
  )
})

test('names of any characters are taken as they are', () => {
  expect(bold('Renamed a.*b to (x)', 'a.*b', '(x)')).toBe('Renamed [a.*b] to [(x)]')
  expect(bold('Added <b>', '<b>', '')).toBe('Added [<b>]')
  expect(bold('Added sales-order/v2', 'sales-order/v2')).toBe('Added [sales-order/v2]')
  expect(bold('Added طلب 👩‍👩‍👧', 'طلب', '👩‍👩‍👧')).toBe('Added [طلب] [👩‍👩‍👧]')
})
