import { expect, test } from 'vitest'
import type { Model } from '@/api/http.gen'
import { looksLikeSchema } from '@/features/home/pasted'
import { lastOf, shownOf, sizeOf } from '@/features/home/shown'

test.each([
  ['Webshop', false],
  ['A web shop where people order and pay by card', false],
  ['Creating invoices', false],
  ['CREATE TABLE a (id int)', true],
  ['  create type mood as enum', true],
  ['-- dump', true],
  ['a\nb\nc', true],
  ['two\nlines', false],
  ['x'.repeat(400), true]
])('%s: a schema is %s', (text, isSchema) => {
  expect(looksLikeSchema(text)).toBe(isSchema)
})

const model = (name: string, archived = false) => ({ name, slug: name, archived }) as Model
const MODELS = [model('Füchse'), model('Warehouse, north'), model('Old shop', true)]
const names = (filter: string, withArchived = false) =>
  shownOf(MODELS, { filter, withArchived }).map(({ name }) => name)

test('models are found by parts of their name, without accents or case', () => {
  expect(names('fuch')).toEqual(['Füchse'])
  expect(names('NORTH ware')).toEqual(['Warehouse, north'])
})

test('archived models are shown when they are asked for', () => {
  expect(names('')).toEqual(['Füchse', 'Warehouse, north'])
  expect(names('shop')).toEqual([])
  expect(names('shop', true)).toEqual(['Old shop'])
})

test('what was done last is said with who and when', () => {
  const now = new Date(2026, 5, 17, 12, 0)
  const last = {
    ...model('Shop'),
    changed_at: new Date(2026, 5, 17, 11, 56).toISOString(),
    changed_by: { id: 'mira', name: 'Mira Okafor' },
    summary: 'Renamed Order to Purchase'
  }
  expect(lastOf(last, 'ana', now)).toBe('Mira Okafor, 4 min ago: Renamed Order to Purchase')
  expect(lastOf({ ...last, summary: null }, 'mira', now)).toBe('you, 4 min ago')
  expect(lastOf({ ...last, changed_by: null }, 'mira', now)).toBe('4 min ago')
})

test('how much is in a model is counted in entities', () => {
  const sized = (entities: number) => sizeOf({ ...model('Shop'), entities })
  expect([sized(0), sized(1), sized(5000)]).toEqual(['', '1 entity', '5,000 entities'])
})
