import { Drawing, WEBSHOP } from '@harness/drawing'
import { expect, test } from 'vitest'
import { registerWords, setRegister } from '@/model/gestures/register'

test('a register is set, and taken away, in plain words', () => {
  const is = new Drawing(WEBSHOP)
  const set = (name: string, attribute: string, value?: string | boolean) =>
    is.do(setRegister(is.graph, is.id(name), attribute, value))
  expect(set('number', 'pii', true)).toBe('Marked number of Order as personal data')
  expect(is.get('number').registers.get('pii')).toBe(true)
  expect(set('number', 'pii')).toBe('Marked number of Order as not personal data')
  expect(is.get('number').registers.has('pii')).toBe(false)
  expect(set('Catalog', 'subdomainType', 'core')).toBe('Set the subdomain type of Catalog to core')
  expect(set('Catalog', 'subdomainType')).toBe('Removed the subdomain type of Catalog')
  expect(registerWords('subdomainType')).toBe('subdomain type')
})

test('what the server would refuse is declined, and what is there already is nothing', () => {
  const is = new Drawing(WEBSHOP)
  const order = is.id('Order')
  expect(setRegister(is.graph, order, 'title', 'x'.repeat(501))).toHaveProperty('declined')
  expect(setRegister(is.graph, order, 'title', 'two\nlines')).toHaveProperty('declined')
  expect(setRegister(is.graph, order, 'title', undefined)).toMatchObject({ steps: [] })
  expect(setRegister(is.graph, 'gone', 'title', 'x')).toHaveProperty('declined')
})
