import 'fake-indexeddb/auto'
import { Locks } from '@harness/locks'
import { IDBFactory } from 'fake-indexeddb'
import { deleteDB } from 'idb'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Entry, Scope } from '@/journal/entry'
import { indexedStorage } from '@/journal/indexed'
import { memoryStorage } from '@/journal/memory'
import type { Write } from '@/journal/storage'

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

const scope: Scope = { server: 'http://here', model: 'shop', user: 'u1' }

const bytes = (...values: number[]) => new Uint8Array(values)

function entry(place: number): Entry {
  const change = { element: 'e', attribute: 'name', before: undefined, after: { deep: [place] } }
  const gesture = {
    editId: `g${place}`,
    label: 'Rename',
    at: 7,
    changes: [change],
    update: bytes(1, place)
  }
  return { place, gesture, epoch: 1, bytes: 'exact' }
}

const kept = (place: number, journal = 'j1'): Write => ({
  write: 'keep',
  journal,
  entry: entry(place)
})

describe.each([
  ['memory', () => memoryStorage()],
  ['IndexedDB with locks', () => indexedStorage(new Locks())],
  ['IndexedDB with leases', () => indexedStorage(null)]
])('the storage in %s', (_, make) => {
  test('gives entries back as they were, in the order of their places', async () => {
    const storage = make()
    await storage.commit(scope, [kept(10), kept(2), kept(3, 'j2')])
    expect(await storage.entries(scope, 'j1')).toEqual([entry(2), entry(10)])
    expect([...(await storage.journals(scope))].sort()).toEqual(['j1', 'j2'])
  })

  test('forgets a journal with its last entry', async () => {
    const storage = make()
    await storage.commit(scope, [kept(1), { write: 'drop', journal: 'j1', place: 1 }])
    expect(await storage.journals(scope)).toEqual([])
  })

  test('keeps servers, models and people apart', async () => {
    const storage = make()
    await storage.commit(scope, [
      kept(1),
      { write: 'begin', epoch: 1, update: bytes(1) },
      { write: 'note', name: 'role', value: 'editor' }
    ])
    for (const other of [{ server: 'http://there' }, { model: 'sho' }, { user: 'u' }]) {
      const elsewhere = { ...scope, ...other }
      expect(await storage.journals(elsewhere)).toEqual([])
      expect(await storage.cached(elsewhere)).toBeNull()
      expect(await storage.note(elsewhere, 'role')).toBeUndefined()
    }
    expect(await storage.note(scope, 'role')).toBe('editor')
  })

  test('keeps the document of one epoch', async () => {
    const storage = make()
    await storage.commit(scope, [{ write: 'append', epoch: 1, update: bytes(9) }])
    expect(await storage.cached(scope)).toBeNull()
    await storage.commit(scope, [
      { write: 'begin', epoch: 1, update: bytes(1) },
      { write: 'append', epoch: 1, update: bytes(2) },
      { write: 'append', epoch: 2, update: bytes(3) }
    ])
    expect(await storage.cached(scope)).toEqual({ epoch: 1, updates: [bytes(1), bytes(2)] })
    await storage.commit(scope, [{ write: 'begin', epoch: 2, update: bytes(4) }])
    expect(await storage.cached(scope)).toEqual({ epoch: 2, updates: [bytes(4)] })
    await storage.commit(scope, [{ write: 'forget' }])
    expect(await storage.cached(scope)).toBeNull()
  })

  test('gives a journal to one owner at a time', async () => {
    const storage = make()
    const claim = await storage.claim('j1')
    expect(await storage.claim('j1')).toBeNull()
    const other = await storage.claim('j2')
    expect(other).not.toBeNull()
    await claim?.release()
    const again = await storage.claim('j1')
    expect(again).not.toBeNull()
    await other?.release()
    await again?.release()
    await storage.close()
  })
})

test('what does not fit is not written at all', async () => {
  const storage = indexedStorage(new Locks())
  const unfit: Write = { write: 'note', name: 'n', value: () => undefined }
  await expect(storage.commit(scope, [kept(1), unfit])).rejects.toThrow()
  expect(await storage.journals(scope)).toEqual([])
})

test('a lease passes on when its page has been silent for too long, and that page hears of it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'Date'] })
  const [asleep, awake] = [indexedStorage(null), indexedStorage(null)]
  const claim = await asleep.claim('j1')
  vi.setSystemTime(Date.now() + 80_000)
  expect(await awake.claim('j1')).toBeNull()
  vi.setSystemTime(Date.now() + 20_000)
  expect(await awake.claim('j1')).not.toBeNull()
  vi.advanceTimersByTime(15_000)
  await claim?.lost
  vi.useRealTimers()
})

test('a database that is deleted under us is said once, then made anew', async () => {
  const storage = indexedStorage(new Locks())
  await storage.commit(scope, [kept(1)])
  await deleteDB('schemaos')
  expect(await storage.journals(scope)).toEqual([])
  await expect(storage.commit(scope, [kept(2)])).rejects.toThrow('emptied')
  await storage.commit(scope, [kept(3)])
  expect(await storage.entries(scope, 'j1')).toEqual([entry(3)])
})
