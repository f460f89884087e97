import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import type { Loss, Picture } from '@/api/http.gen'
import { dropDraft, keepDraft, keptDraft } from '@/features/importing/draft'
import { isUnreadable, readFile } from '@/features/importing/reading'
import { neighboursOf, shelvesOf } from '@/features/importing/shelves'
import { fitOf, linesAround, listOf, wordFor } from '@/features/importing/summary'

const file = (bytes: Uint8Array<ArrayBuffer> | string, name = 'shop.sql') => new File([bytes], name)
const textOf = async (given: File) => {
  const read = await readFile(given)
  return isUnreadable(read) ? read.unreadable : read.text
}

test('a file is read in the encoding that it has', async () => {
  expect(await textOf(file('größe'))).toBe('größe')
  expect(await textOf(file(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61])))).toBe('a')
  expect(await textOf(file(Uint8Array.from([0xff, 0xfe, 0x61, 0, 0xf6, 0])))).toBe('aö')
  expect(await textOf(file(Uint8Array.from([0xfe, 0xff, 0, 0x61, 0, 0xf6])))).toBe('aö')
  expect(await textOf(file(Uint8Array.from([0x67, 0x72, 0xf6])))).toBe('grö')
})

test('what is no text, or empty, is said with its name', async () => {
  expect(await textOf(file(Uint8Array.from([0x89, 0x50, 0, 1]), 'a.png'))).toContain('a.png is not')
  expect(await textOf(file(' \n', 'a.sql'))).toContain('a.sql is empty')
})

test('a file that is too large is not opened', async () => {
  const large = file('x', 'dump.sql')
  Object.defineProperty(large, 'size', { value: 65 * 1024 * 1024 })
  large.arrayBuffer = vi.fn()
  expect(await textOf(large)).toBe('dump.sql has 65 MB, and 64 MB are read at most.')
  expect(large.arrayBuffer).not.toHaveBeenCalled()
})

const LOSS: Loss = { line: 41, subject: 'trigger t', fact: 'has no place', remedy: 'keep it' }
const COUNTS = { tables: 14, columns: 92, references: 13 }

test('how much fits is said as it is', () => {
  expect(fitOf({ losses: [], counts: COUNTS })).toBe('All of it fits')
  expect(fitOf({ losses: [LOSS], counts: { tables: 1 } })).toBe('Nearly all of it fits')
  expect(fitOf({ losses: Array(12).fill(LOSS), counts: COUNTS })).toBe('Part of it fits')
  expect([wordFor(1, 'tables'), wordFor(1, 'indexes'), wordFor(2, 'enums')]).toEqual([
    'table',
    'index',
    'enums'
  ])
})

test('losses are copied as a list', () => {
  expect(listOf([LOSS, { ...LOSS, line: null }])).toBe(
    '- line 41: trigger t has no place; keep it\n- trigger t has no place; keep it'
  )
})

test('the lines around a loss are shown with their numbers', () => {
  const text = Array.from({ length: 9 }, (_, place) => `text ${place + 1}`).join('\n')
  expect(linesAround(text, 1).map(({ number }) => number)).toEqual([1, 2, 3, 4])
  expect(linesAround(text, 6)[3]).toEqual({ number: 6, text: 'text 6' })
  expect(linesAround(text, 9).at(-1)?.number).toBe(9)
})

const card = (id: string, group: string | null, kind = 'entity') => ({
  id,
  kind,
  name: id.toUpperCase(),
  rows: 3,
  group,
  x: 0,
  y: 0
})
const relation = (source: string, target: string) => ({
  source,
  target,
  name: 'ref',
  many: '0..*',
  one: '1'
})
const PICTURE: Picture = {
  groups: [
    { id: 'g', name: 'sales', cards: 2, x: 0, y: 0 },
    { id: 'e', name: 'empty', cards: 0, x: 0, y: 0 }
  ],
  cards: [card('mood', 'g', 'enum'), card('a', 'g'), card('b', 'g'), card('c', null)],
  relations: [relation('a', 'b'), relation('c', 'b')],
  total: 4
}

test('a picture is shelved by group, the most referred to first, enums last', () => {
  const shelves = shelvesOf(PICTURE)
  expect(shelves.map(({ name, cards }) => [name, cards.map(({ id }) => id)])).toEqual([
    ['sales', ['b', 'a', 'mood']],
    [null, ['c']]
  ])
})

test('of a large group some are shown, and how many more there are', () => {
  const cards = Array.from({ length: 100 }, (_, place) => card(`c${place}`, null))
  const [shelf] = shelvesOf({ groups: [], cards, relations: [], total: 100 })
  expect([shelf?.cards.length, shelf?.more]).toEqual([23, 77])
})

test('a card knows what it touches and what it refers to', () => {
  const found = neighboursOf(PICTURE)
  expect([...(found.get('b')?.ids ?? [])]).toEqual(['a', 'c'])
  expect(found.get('a')?.names).toEqual(['B'])
})

test('a text is kept until it is in', async () => {
  const draft = { text: 'create table a ()', fileName: 'a.sql', wasRead: true }
  const tab = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => tab.get(key) ?? null,
    setItem: (key: string, value: string) => tab.set(key, value)
  })
  await keepDraft(draft)
  expect(await keptDraft()).toMatchObject(draft)
  await dropDraft()
  expect(await keptDraft()).toBeNull()
  vi.unstubAllGlobals()
})
