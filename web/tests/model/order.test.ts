import { readFileSync } from 'node:fs'
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { expect, test } from 'vitest'
import { ModelDocument } from '@/model/document'
import { write } from '@/model/edits'
import { type Placed, place, siblings } from '@/model/order'

type Bound = string | null

interface Keys {
  readonly between: readonly (readonly [Bound, Bound, string])[]
  readonly many: readonly (readonly [Bound, Bound, number, readonly string[]])[]
}

const keys: Keys = JSON.parse(readFileSync(`${import.meta.dirname}/keys.json`, 'utf8'))

test('keys are the same as the server makes them', () => {
  for (const [before, after, key] of keys.between) {
    expect(generateKeyBetween(before, after)).toBe(key)
  }
  for (const [before, after, count, made] of keys.many) {
    expect(generateNKeysBetween(before, after, count)).toEqual(made)
  }
})

const row = (...orders: string[]): Placed[] =>
  orders.map((order, nth) => ({ element: `e${nth}`, order }))

/** The row after newcomers took their place, as siblings are sorted. */
function after(standing: readonly Placed[], index: number, count: number): string[] {
  const { orders, rekeyed } = place(standing, index, count)
  const moved = new Map(rekeyed.map(({ element, order }) => [element, order]))
  const news = orders.map((order, nth) => ({ element: `new${nth}`, order }))
  return [...standing.map(one => ({ ...one, order: moved.get(one.element) ?? one.order })), ...news]
    .sort((one, other) =>
      `${one.order} ${one.element}` < `${other.order} ${other.element}` ? -1 : 1
    )
    .map(({ element }) => element)
}

test.each([
  ['first of none', row(), 0, 1, ['new0']],
  ['first', row('a0', 'a1'), 0, 1, ['new0', 'e0', 'e1']],
  ['between', row('a0', 'a1'), 1, 2, ['e0', 'new0', 'new1', 'e1']],
  ['last', row('a0', 'a1'), 2, 1, ['e0', 'e1', 'new0']],
  ['between equal keys', row('a0', 'a0', 'a0', 'a1'), 1, 1, ['e0', 'new0', 'e1', 'e2', 'e3']],
  ['among keys that no rule made', row('', 'a00', 'zzz'), 1, 1, ['e0', 'new0', 'e1', 'e2']]
])('newcomers stand where they were put: %s', (_, standing, index, count, expected) => {
  expect(after(standing, index, count)).toEqual(expected)
})

test('only the crowd behind the place is re-keyed', () => {
  const { rekeyed } = place(row('a0', 'a1', 'a1', 'a1', 'a2'), 2)
  expect(rekeyed.map(({ element }) => element)).toEqual(['e2', 'e3'])
})

test('siblings stand by key, then by id, hidden ones too', () => {
  const document = new ModelDocument()
  write(document, [
    { step: 'create', element: 'p', registers: { kind: 'context' } },
    { step: 'create', element: 'c', registers: { parent: 'p', order: 'a0' } },
    { step: 'create', element: 'b', registers: { parent: 'p', order: 'a0', removed: true } },
    { step: 'create', element: 'a', registers: { parent: 'p', order: 'Zz' } }
  ])
  expect(siblings(document, 'p').map(({ element }) => element)).toEqual(['a', 'b', 'c'])
  expect(siblings(document, null).map(({ element }) => element)).toEqual(['p'])
})
