import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Write } from '@/journal/storage'
import { Cache } from '@/sync/cache'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** The update that sets one key. */
function update(key: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('m').set(key, 1)
  return Y.encodeStateAsUpdate(doc)
}

function given(epoch: number | null = 1) {
  const written: Write[] = []
  const cache = new Cache(
    async writes => {
      written.push(...writes)
    },
    epoch,
    0
  )
  return { cache, written }
}

/** What a document holds after these writes. */
function keys(writes: readonly Write[]): string[] {
  const doc = new Y.Doc()
  for (const write of writes) if ('update' in write) Y.applyUpdate(doc, write.update)
  return [...doc.getMap('m').keys()].sort()
}

test('what comes together is written together, a second later', () => {
  const { cache, written } = given()
  cache.append(1, update('a'))
  cache.append(1, update('b'))
  expect(written).toEqual([])
  vi.advanceTimersByTime(1000)
  expect(written.map(({ write }) => write)).toEqual(['append'])
  expect(keys(written)).toEqual(['a', 'b'])
})

test('what was taken for another write is not written twice', () => {
  const { cache, written } = given()
  cache.append(1, update('a'))
  expect(keys(cache.taken())).toEqual(['a'])
  vi.advanceTimersByTime(2000)
  expect(written).toEqual([])
})

test('nothing of another epoch gets in', () => {
  const { cache } = given()
  cache.append(2, update('other'))
  expect(cache.taken()).toEqual([])
  cache.append(1, update('old'))
  cache.begin(2, update('whole'))
  cache.append(1, update('late'))
  expect(cache.taken()).toEqual([])
})

test('five hundred pieces are too many', () => {
  const { cache } = given()
  for (let nth = 0; nth <= 500; nth += 1) {
    cache.append(1, update('a'))
    cache.taken()
  }
  expect(cache.isCrumbled).toBe(true)
  cache.begin(1, update('a'))
  expect(cache.isCrumbled).toBe(false)
})
