import 'fake-indexeddb/auto'
import { Locks } from '@harness/locks'
import { IDBFactory } from 'fake-indexeddb'
import { deleteDB } from 'idb'
import { beforeEach, expect, test } from 'vitest'
import type { Scope } from '@/journal/entry'
import type { Gesture } from '@/journal/gesture'
import { indexedStorage } from '@/journal/indexed'
import { Journal } from '@/journal/journal'
import type { Storage, Write } from '@/journal/storage'

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

const scope: Scope = { server: 'http://here', model: 'shop', user: 'u1' }

const gesture = (editId: string, update = new Uint8Array([1])): Gesture => ({
  editId,
  label: `Do ${editId}`,
  at: 0,
  changes: [{ element: 'e', attribute: 'name', before: undefined, after: editId }],
  update
})

const open = (storage: Storage, changed = () => {}) => Journal.open(storage, scope, changed)

/** Keep a gesture and wait until it may be sent. */
async function kept(journal: Journal, editId: string): Promise<void> {
  journal.keep(gesture(editId), { epoch: 1, bytes: 'exact' })
  await journal.write([])
}

const ids = (journal: Journal) => journal.entries.map(({ gesture }) => gesture.editId)

test('a gesture may be sent only when it is on disk', async () => {
  const storage = indexedStorage(new Locks())
  const journal = await open(storage)
  journal.keep(gesture('g1'), { epoch: 1, bytes: 'exact' })
  const [entry] = journal.entries
  expect(entry && journal.isWritten(entry)).toBe(false)
  await journal.write([])
  expect(entry && journal.isWritten(entry)).toBe(true)
  expect(await storage.entries(scope, journal.id)).toEqual(journal.entries)
})

test('a gesture leaves when it is answered, in one write with what the answer brought', async () => {
  const storage = indexedStorage(new Locks())
  const journal = await open(storage)
  await kept(journal, 'g1')
  const [entry] = journal.entries
  if (entry) journal.settle(entry, [{ write: 'begin', epoch: 1, update: new Uint8Array([7]) }])
  await journal.write([])
  expect(await storage.entries(scope, journal.id)).toEqual([])
  expect((await storage.cached(scope))?.updates).toEqual([new Uint8Array([7])])
})

test('what was made after a refused gesture is stale on disk as soon as that one is gone', async () => {
  const storage = indexedStorage(new Locks())
  const journal = await open(storage)
  for (const id of ['g1', 'g2', 'g3']) await kept(journal, id)
  const [, second] = journal.entries
  if (second) journal.refuse(second)
  await journal.write([])
  const rows = await storage.entries(scope, journal.id)
  expect(rows.map(({ gesture, bytes }) => [gesture.editId, bytes])).toEqual([
    ['g1', 'stale'],
    ['g3', 'stale']
  ])
})

test('a replayed gesture keeps its place', async () => {
  const storage = indexedStorage(new Locks())
  const journal = await open(storage)
  for (const id of ['g1', 'g2']) await kept(journal, id)
  const [first] = journal.entries
  if (first) journal.replace(first, gesture('g1', new Uint8Array([5])), 2)
  await journal.write([])
  const rows = await storage.entries(scope, journal.id)
  expect(rows.map(({ gesture, epoch }) => [gesture.editId, gesture.update[0], epoch])).toEqual([
    ['g1', 5, 2],
    ['g2', 1, 1]
  ])
})

test('a reloaded page goes on with its journal, under the same id', async () => {
  const storage = indexedStorage(new Locks())
  const before = await open(storage)
  await kept(before, 'g1')
  await before.close()
  const after = await open(storage)
  expect(after.id).toBe(before.id)
  expect(ids(after)).toEqual(['g1'])
  expect(after.entries.every(entry => after.isWritten(entry))).toBe(true)
})

test('two tabs have a journal each', async () => {
  const storage = indexedStorage(new Locks())
  const [one, other] = [await open(storage), await open(storage)]
  await kept(one, 'g1')
  expect(other.id).not.toBe(one.id)
  expect(await other.adopt()).toEqual([])
  expect(ids(other)).toEqual([])
})

test('a tab takes over what a crashed tab left behind, after its own', async () => {
  const locks = new Locks()
  const storage = indexedStorage(locks)
  const [gone, here] = [await open(storage), await open(storage)]
  await kept(gone, 'g1')
  await kept(gone, 'g2')
  await kept(here, 'h1')
  locks.crash()
  expect((await here.adopt()).map(({ gesture }) => gesture.editId)).toEqual(['g1', 'g2'])
  expect(ids(here)).toEqual(['h1', 'g1', 'g2'])
  expect(await storage.journals(scope)).toEqual([here.id])
  expect(await storage.entries(scope, here.id)).toEqual(here.entries)
})

test('a journal whose id is somebody else’s moves out with all it has', async () => {
  const storage = indexedStorage(new Locks())
  const journal = await open(storage)
  await kept(journal, 'g1')
  const former = journal.id
  await journal.moveOut()
  await kept(journal, 'g2')
  expect(journal.id).not.toBe(former)
  const rows = await storage.entries(scope, journal.id)
  expect(rows.map(({ gesture }) => gesture.editId)).toEqual(['g1', 'g2'])
  expect(await storage.journals(scope)).toEqual([journal.id])
})

/** A disk that is full from time to time, and holds more when the cache is given up. */
class Disk {
  isFull = false
  isFullForCache = false
  readonly storage: Storage
  constructor(inner: Storage) {
    const commit = async (of: Scope, writes: readonly Write[]) => {
      const isOfCache = writes.some(({ write }) => write === 'begin' || write === 'append')
      if (this.isFull || (this.isFullForCache && isOfCache)) throw new Error('QuotaExceededError')
      await inner.commit(of, writes)
    }
    this.storage = { ...inner, commit }
  }
}

test('a gesture that does not fit on the disk is kept in memory, sent, and said to be so', async () => {
  const disk = new Disk(indexedStorage(new Locks()))
  let told = 0
  const journal = await open(disk.storage, () => {
    told += 1
  })
  disk.isFull = true
  await kept(journal, 'g1')
  const [entry] = journal.entries
  expect(entry && journal.isWritten(entry)).toBe(true)
  expect(journal.isDurable).toBe(false)
  expect(told).toBeGreaterThan(1)
})

test('what did not fit is written with the next gesture that does', async () => {
  const disk = new Disk(indexedStorage(new Locks()))
  const journal = await open(disk.storage)
  disk.isFull = true
  await kept(journal, 'g1')
  disk.isFull = false
  await kept(journal, 'g2')
  expect(journal.isDurable).toBe(true)
  expect(await disk.storage.entries(scope, journal.id)).toEqual(journal.entries)
})

test('what left while nothing could be written has left when something can', async () => {
  const disk = new Disk(indexedStorage(new Locks()))
  const journal = await open(disk.storage)
  await kept(journal, 'g1')
  const [entry] = journal.entries
  disk.isFull = true
  if (entry) journal.settle(entry)
  await journal.write([{ write: 'note', name: 'n', value: 7 }])
  await kept(journal, 'g2')
  disk.isFull = false
  await kept(journal, 'g3')
  const rows = await disk.storage.entries(scope, journal.id)
  expect(rows.map(({ gesture }) => gesture.editId)).toEqual(['g2', 'g3'])
  expect(await disk.storage.note(scope, 'n')).toBe(7)
})

test('the cached document is given up before a gesture is', async () => {
  const disk = new Disk(indexedStorage(new Locks()))
  const journal = await open(disk.storage)
  await journal.write([{ write: 'begin', epoch: 1, update: new Uint8Array([1]) }])
  disk.isFullForCache = true
  journal.keep(gesture('g1'), { epoch: 1, bytes: 'exact' })
  await journal.write([{ write: 'append', epoch: 1, update: new Uint8Array([2]) }])
  expect(journal.isDurable).toBe(true)
  expect(await disk.storage.entries(scope, journal.id)).toEqual(journal.entries)
  expect(await disk.storage.cached(scope)).toBeNull()
})

test('what waits is written anew into a database that was emptied under it', async () => {
  const storage = indexedStorage(new Locks())
  const journal = await open(storage)
  await kept(journal, 'g1')
  await deleteDB('schemaos')
  await kept(journal, 'g2')
  expect(journal.isDurable).toBe(true)
  expect(await storage.entries(scope, journal.id)).toEqual(journal.entries)
})

test('who closes while it takes a journal over leaves all of it to who comes next', async () => {
  const locks = new Locks()
  const storage = indexedStorage(locks)
  const [gone, here] = [await open(storage), await open(storage)]
  await kept(gone, 'g1')
  await kept(here, 'h1')
  locks.crash()
  const adopting = here.adopt()
  await here.close()
  await adopting
  expect(await here.adopt()).toEqual([])
  const next = await open(storage)
  await next.adopt()
  expect([...ids(next)].sort()).toEqual(['g1', 'h1'])
  expect(await storage.journals(scope)).toEqual([next.id])
})

test('who has to move out twice at once does it one after the other', async () => {
  const locks = new Locks()
  const storage = indexedStorage(locks)
  const journal = await open(storage)
  await kept(journal, 'g1')
  await Promise.all([journal.moveOut(), journal.moveOut()])
  await journal.close()
  expect((await locks.query()).held).toEqual([])
})

test('where storage is forbidden there is a journal all the same, and it is not durable', async () => {
  globalThis.indexedDB = {
    open: () => {
      throw new Error('SecurityError')
    }
  } as unknown as IDBFactory
  const journal = await open(indexedStorage(new Locks()))
  await kept(journal, 'g1')
  expect(ids(journal)).toEqual(['g1'])
  expect(journal.isDurable).toBe(false)
})

test('the journal as a file says who did what where, without bytes', async () => {
  const journal = await open(indexedStorage(new Locks()))
  await kept(journal, 'g1')
  expect(JSON.parse(JSON.stringify(journal.exported()))).toEqual({
    ...scope,
    gestures: [
      {
        edit_id: 'g1',
        label: 'Do g1',
        at: '1970-01-01T00:00:00.000Z',
        changes: [{ element: 'e', attribute: 'name', after: 'g1' }]
      }
    ]
  })
})
