import { expect, test } from 'vitest'
import { isSlug, slugOf } from '@/api/slug'

// as `server/http/slugs.py` makes them
test.each([
  ['Webshop', 'webshop'],
  ['Warehouse, north', 'warehouse-north'],
  ['Füchse & ürgentes', 'fuchse-urgentes'],
  ['--- a_b ---', 'a_b'],
  ['متجر', ''],
  ['🦊', ''],
  ['x'.repeat(80), 'x'.repeat(63)],
  [`${'x'.repeat(62)} y`, 'x'.repeat(62)]
])('%s suggests the address %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

test('what is suggested can be used', () => {
  expect(isSlug(slugOf('Claims handling 2.0'))).toBe(true)
  expect(isSlug('Web Shop')).toBe(false)
  expect(isSlug('-a')).toBe(false)
  expect(isSlug('')).toBe(false)
})
