/**
 * Storage in the browser's IndexedDB.
 *
 *     gestures   [server, model, user, journal, place]   an unanswered gesture
 *     documents  [server, model, user]                   the epoch of the document below
 *     updates    1, 2, 3 ... by document                 the document as the server knows it
 *     notes      [server, model, user, name]
 *     leases     journal                                 who owns it, where there are no locks
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { type Lease, type LeaseTable, leased, locked } from '@/journal/claims'
import type { Entry, Scope } from '@/journal/entry'
import type { Cached, Storage, Write } from '@/journal/storage'

type Key = [server: string, model: string, user: string]

interface Schema extends DBSchema {
  gestures: { key: [...Key, journal: string, place: number]; value: Entry }
  documents: { key: Key; value: number }
  updates: {
    key: number
    value: { readonly of: Key; readonly update: Uint8Array }
    indexes: { of: Key }
  }
  notes: { key: [...Key, name: string]; value: unknown }
  leases: { key: string; value: Lease }
}

type Database = IDBPDatabase<Schema>
type Written = ['gestures', 'documents', 'updates', 'notes']
type Writing = IDBPTransaction<Schema, Written, 'readwrite'>

const WRITTEN: Written = ['gestures', 'documents', 'updates', 'notes']
const PATIENCE = 5000

/** Make the storage of this browser; it is opened when it is first needed. Without locks journals are leased. */
export function indexedStorage(
  locks: LockManager | null = globalThis.navigator?.locks ?? null
): Storage {
  const door = new Door()
  return {
    isDurable: true,
    commit: (scope, writes) => door.within(it => commit(it, keyOf(scope), writes), 'full'),
    journals: scope => door.within(it => journals(it, keyOf(scope))),
    entries: (scope, journal) =>
      door.within(it => it.getAll('gestures', range([...keyOf(scope), journal]))),
    cached: scope => door.within(it => cached(it, keyOf(scope))),
    note: (scope, name) => door.within(it => it.get('notes', [...keyOf(scope), name])),
    claim: journal => (locks ? locked(locks, journal) : leased(leaseTable(door), journal)),
    close: () => door.close()
  }
}

/** Whether what was written before must still be there. */
type Need = 'anything' | 'full'

/** The connection to the database; a browser may end it at any time, then it is made anew. */
class Door {
  #opening: Promise<Database> | null = null
  #hasOpened = false
  #isEmptied = false

  /**
   * Do something in the database; rejects when it does not answer in time.
   *
   * Somebody may delete it under us. The first who needs what was in it is told, by a rejection.
   */
  within<Result>(work: (database: Database) => Promise<Result>, need: Need = 'anything') {
    const working = this.open().then(database => {
      if (need === 'full' && this.#isEmptied) {
        this.#isEmptied = false
        throw new Error('the storage of this browser was emptied')
      }
      return work(database)
    })
    return inTime(working)
  }

  open(): Promise<Database> {
    this.#opening ??= this.#connect()
    return this.#opening
  }

  async close(): Promise<void> {
    const opening = this.#opening
    this.#opening = null
    const database = await opening?.catch(() => undefined)
    database?.close()
  }

  async #connect(): Promise<Database> {
    const connecting = openDB<Schema>('schemaos', 1, {
      upgrade: database => {
        this.#isEmptied = this.#hasOpened
        shape(database)
      },
      blocking: () => void this.close(),
      terminated: () => {
        this.#opening = null
      }
    })
    try {
      const database = await inTime(connecting)
      this.#hasOpened = true
      return database
    } catch (error) {
      this.#opening = null
      connecting.then(late => late.close()).catch(() => undefined)
      throw error
    }
  }
}

/** Some browsers never say that they allow no storage, or that it broke; they say nothing at all. */
function inTime<Result>(work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('the storage of this browser did not answer in time'))
    const timer = setTimeout(late, PATIENCE)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function shape(database: Database): void {
  database.createObjectStore('gestures')
  database.createObjectStore('documents')
  database.createObjectStore('updates', { autoIncrement: true }).createIndex('of', 'of')
  database.createObjectStore('notes')
  database.createObjectStore('leases')
}

function keyOf({ server, model, user }: Scope): Key {
  return [server, model, user]
}

/** All keys that begin with these parts: no key part is an array, and those sort last. */
function range(parts: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound([...parts], [...parts, []])
}

async function journals(database: Database, key: Key): Promise<readonly string[]> {
  const keys = await database.getAllKeys('gestures', range(key))
  return [...new Set(keys.map(([, , , journal]) => journal))]
}

async function cached(database: Database, key: Key): Promise<Cached | null> {
  const reading = database.transaction(['documents', 'updates'])
  const epoch = await reading.objectStore('documents').get(key)
  if (epoch === undefined) return null
  const rows = await reading.objectStore('updates').index('of').getAll(key)
  return { epoch, updates: rows.map(({ update }) => update) }
}

async function commit(database: Database, key: Key, writes: readonly Write[]): Promise<void> {
  const writing = database.transaction(WRITTEN, 'readwrite', { durability: 'strict' })
  try {
    for (const write of writes) await put(writing, key, write)
  } catch (error) {
    writing.done.catch(() => undefined)
    writing.abort()
    throw error
  }
  await writing.done
}

async function put(writing: Writing, key: Key, write: Write): Promise<void> {
  const gestures = writing.objectStore('gestures')
  switch (write.write) {
    case 'keep':
      await gestures.put(write.entry, [...key, write.journal, write.entry.place])
      break
    case 'drop':
      await gestures.delete([...key, write.journal, write.place])
      break
    case 'append':
      if ((await writing.objectStore('documents').get(key)) === write.epoch) {
        await writing.objectStore('updates').put({ of: key, update: write.update })
      }
      break
    case 'begin':
      await forget(writing, key)
      await writing.objectStore('documents').put(write.epoch, key)
      await writing.objectStore('updates').put({ of: key, update: write.update })
      break
    case 'forget':
      await forget(writing, key)
      break
    case 'note':
      await writing.objectStore('notes').put(write.value, [...key, write.name])
      break
  }
}

async function forget(writing: Writing, key: Key): Promise<void> {
  await writing.objectStore('documents').delete(key)
  const updates = writing.objectStore('updates')
  for (const row of await updates.index('of').getAllKeys(key)) await updates.delete(row)
}

function leaseTable(door: Door): LeaseTable {
  return {
    take: (journal, lease) =>
      door.within(async database => {
        const writing = database.transaction('leases', 'readwrite')
        const held = await writing.store.get(journal)
        const isOpen = !held || held.holder === lease.holder || held.until < Date.now()
        if (isOpen) await writing.store.put(lease, journal)
        await writing.done
        return isOpen
      }),
    release: (journal, holder) =>
      door.within(async database => {
        const writing = database.transaction('leases', 'readwrite')
        const held = await writing.store.get(journal)
        if (held?.holder === holder) await writing.store.delete(journal)
        await writing.done
      })
  }
}
