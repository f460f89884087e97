import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryStorage } from '@/journal/memory'
import type { Storage } from '@/journal/storage'
import { does, given, joining, live, offline, rename, SCOPE, so } from './meeting'

test('what has no answer is asked for, and sent again with the same bytes', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.verdict = () => 'silence'
  does(meeting, 'One', rename('One'))
  does(meeting, 'Two', rename('Two'))
  await so(meeting, () => room.log.length === 2)
  const bytes = session.unsaved.map(({ update }) => update)
  room.verdict = () => null
  room.close(1006)
  await so(meeting, () => session.status.state !== 'saving')
  expect(session.unsaved.map(({ update }) => update)).toEqual(bytes)
  await live(meeting)
  expect(room.log.slice(2)).toEqual(['step 1', 'known 2', 'edit One', 'edit Two'])
  expect(room.read()['e']?.['name']).toBe('Two')
})

test('nothing is sent before it is written', async () => {
  let finish = () => {}
  const slow = new Promise<void>(resolve => {
    finish = resolve
  })
  const inner = memoryStorage()
  const writes = { wait: Promise.resolve() }
  const storage: Storage = {
    ...inner,
    commit: async (scope, batch) => {
      await writes.wait
      await inner.commit(scope, batch)
    }
  }
  const meeting = await given(storage)
  writes.wait = slow
  does(meeting, 'One', rename('One'))
  meeting.room.tell()
  await so(meeting, () => meeting.room.log.includes('known 1'))
  expect(meeting.room.log).not.toContain('edit One')
  finish()
  await live(meeting)
  expect(meeting.room.log.at(-1)).toBe('edit One')
})

test('pending counts what has no answer, and live is said only at none', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.verdict = () => 'silence'
  does(meeting, 'One', rename('One'))
  await so(meeting, () => room.log.length === 1)
  expect(session.status).toMatchObject({ state: 'saving', pending: 1 })
})

test('offline work on a former epoch is written onto the new one', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.shut()
  await offline(meeting)
  does(meeting, 'Rename', rename('Offline'))
  does(meeting, 'Make', { step: 'create', element: 'f', registers: { kind: 'entity' }, doc: 'new' })
  room.begin()
  room.write(elements => elements.get('e')?.set('plural', 'theirs'))
  room.open()
  await live(meeting)
  expect(room.log).toEqual(['step 1 of nothing', 'known 2', 'edit Rename', 'edit Make'])
  expect(room.read()['e']).toMatchObject({ name: 'Offline', plural: 'theirs' })
  expect(room.read()['f']).toMatchObject({ kind: 'entity', doc: 'new' })
  expect(session.document.read('e', 'plural')).toBe('theirs')
})

test('told that its document is stale, it fetches a fresh one', async () => {
  const meeting = await given()
  meeting.room.close(4409, 'this document is of an earlier epoch; reload')
  await so(meeting, () => meeting.events.some(({ event }) => event === 'document'))
  await live(meeting)
  expect(meeting.room.log).toEqual(['step 1 of nothing', 'known 0'])
  expect(meeting.session.document.read('e', 'name')).toBe('Customer')
})

test('the cache of a former epoch is not merged into a new one after a reload', async () => {
  const storage = memoryStorage()
  const meeting = await given(storage)
  meeting.room.shut()
  await offline(meeting)
  does(meeting, 'Rename', rename('Offline'))
  await meeting.session.close()
  meeting.room.begin()
  meeting.room.log.length = 0
  meeting.room.open()
  const again = await joining(meeting.room, storage)
  expect(again.session.document.read('e', 'name')).toBe('Offline')
  await live(again)
  expect(meeting.room.log).toEqual(['step 1 of nothing', 'known 1', 'edit Rename'])
  expect((await storage.cached(SCOPE))?.epoch).toBe(2)
})

test('a journal of a former epoch is written onto a cache that another tab has renewed', async () => {
  const storage = memoryStorage()
  const meeting = await given(storage)
  meeting.room.shut()
  await offline(meeting)
  does(meeting, 'Rename', rename('Offline'))
  await meeting.session.close()
  meeting.room.begin()
  const update = Y.encodeStateAsUpdate(meeting.room.doc)
  await storage.commit(SCOPE, [{ write: 'begin', epoch: 2, update }])
  meeting.room.log.length = 0
  meeting.room.open()
  const again = await joining(meeting.room, storage)
  expect(again.session.document.read('e', 'name')).toBe('Offline')
  await live(again)
  expect(meeting.room.log).toEqual(['step 1 of nothing', 'known 1', 'edit Rename'])
})

test('a journal whose cache is lost is written onto what the room has', async () => {
  const storage = memoryStorage()
  const meeting = await given(storage)
  meeting.room.shut()
  await offline(meeting)
  does(meeting, 'Rename', rename('Offline'))
  await meeting.session.close()
  await storage.commit(SCOPE, [{ write: 'forget' }])
  meeting.room.open()
  const again = await joining(meeting.room, storage)
  expect(again.session.edit({ label: 'x' }, [])).toMatchObject({ because: 'loading' })
  await live(again)
  expect(meeting.room.read()['e']?.['name']).toBe('Offline')
})

test.each([
  ['of the same epoch', 0, 'step 1'],
  ['of an earlier one', 1, 'step 1 of nothing']
])('a document that came over HTTP first, %s, is brought up to date', async (_, later, asked) => {
  const { room } = await given()
  const whole = async () => ({ epoch: room.epoch, update: Y.encodeStateAsUpdate(room.doc) })
  const state = await whole()
  if (later > 0) room.begin()
  room.write(elements => elements.get('e')?.set('name', 'Since then'))
  room.log.length = 0
  const storage = memoryStorage()
  const meeting = await joining(room, storage, async () => state)
  await live(meeting)
  expect(room.log).toEqual([asked, 'known 0'])
  expect(meeting.session.document.elements.toJSON()).toEqual(room.read())
  expect((await storage.cached(SCOPE))?.epoch).toBe(room.epoch)
})

test.each([
  ['does not come', () => Promise.reject(new TypeError('fetch failed'))],
  ['is not there', () => Promise.resolve(null)],
  ['is broken', () => Promise.resolve({ epoch: 1, update: new Uint8Array([1, 255]) })]
])('when the document over HTTP %s, it comes by the socket', async (_, whole) => {
  const { room } = await given()
  const meeting = await joining(room, memoryStorage(), whole)
  await live(meeting)
  expect(meeting.session.document.elements.toJSON()).toEqual(room.read())
})

test('who observes hears what changed, by whom ever, and of another document where it differs', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const heard: [string, string[]][][] = []
  const stop = session.observe(touched =>
    heard.push([...touched].map(([element, names]) => [element, [...names].sort()]))
  )
  does(meeting, 'Ours', rename('Ours'))
  await live(meeting)
  room.close(1006)
  room.write(elements => elements.get('e')?.set('note', 'theirs'))
  room.begin()
  await live(meeting)
  expect(heard).toEqual([[['e', ['name']]], [['e', ['note']]]])
  stop()
  does(meeting, 'Unheard', rename('Unheard'))
  expect(heard.length).toBe(2)
})
