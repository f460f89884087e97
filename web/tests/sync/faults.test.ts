import { mishapsOf } from '@harness/mishaps'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryStorage } from '@/journal/memory'
import { Session } from '@/sync/session'
import { does, given, joining, live, offline, rename, SCOPE, so, told } from './meeting'

test('a difference that came unasked is not taken for the whole document', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const since = Y.encodeStateVector(room.doc)
  room.verdict = (_, label) => (label === 'Bad' ? { code: 'broken-update', fatal: true } : null)
  room.stepped = guest => {
    room.stepped = () => {}
    room.catchUp(guest, since)
  }
  does(meeting, 'Bad', rename('Bad'))
  does(meeting, 'Good', { step: 'set', element: 'e', attribute: 'plural', value: 'Customers' })
  await live(meeting)
  expect(told(meeting).filter(line => line.startsWith('left'))).toEqual([])
  expect(room.read()['e']).toMatchObject({ name: 'Customer', plural: 'Customers' })
  expect(session.document.elements.toJSON()).toEqual(room.read())
})

test('a cache and a journal whose bytes are broken open all the same', async () => {
  const storage = memoryStorage()
  const meeting = await given(storage)
  meeting.room.shut()
  await offline(meeting)
  does(meeting, 'Rename', rename('Offline'))
  await meeting.session.close()
  const [journal = ''] = await storage.journals(SCOPE)
  const [entry] = await storage.entries(SCOPE, journal)
  if (entry === undefined) throw new Error('nothing was kept')
  const update = new Uint8Array([1, 255, 255])
  await storage.commit(SCOPE, [
    { write: 'keep', journal, entry: { ...entry, gesture: { ...entry.gesture, update } } }
  ])
  meeting.room.open()
  const halfBroken = await joining(meeting.room, storage)
  expect(halfBroken.session.document.read('e', 'name')).toBe('Offline')
  await halfBroken.session.close()
  await storage.commit(SCOPE, [{ write: 'begin', epoch: 1, update }])
  const again = await joining(meeting.room, storage)
  await live(again)
  expect(meeting.room.read()['e']?.['name']).toBe('Offline')
})

test('who listens to the document and fails costs nobody an update', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const mishaps = await mishapsOf(async () => {
    session.document.doc.on('update', () => {
      throw new Error('an editor that does not draw')
    })
    const heard = new Promise<void>(resolve => {
      session.document.observe(() => resolve())
    })
    room.write(elements => elements.get('e')?.set('name', 'theirs'))
    await heard
    does(meeting, 'Ours', rename('ours'))
    await live(meeting)
  })
  expect(mishaps.length).toBeGreaterThan(1)
  expect(room.read()['e']?.['name']).toBe('ours')
  expect(room.log.filter(line => line.startsWith('step 1'))).toEqual([])
})

test('closed in any state, also twice, it is closed, and does nothing any more', async () => {
  const storage = memoryStorage()
  const { room, session } = await given(storage)
  const closings = [session.close(), session.close()]
  session.reconnect()
  expect(session.edit({ label: 'x' }, [rename('x')])).toMatchObject({ because: 'stopped' })
  room.close(1012, 'this journal connected again')
  await Promise.all([...closings, session.close()])
  expect(session.status).toMatchObject({ state: 'stopped', cause: 'closed' })
  expect(room.journals).toEqual([])
  const connecting = await joining(room, storage)
  await connecting.session.close()
  const away = await joining(room, storage)
  room.shut()
  await offline(away)
  await away.session.close()
  const rejected = await joining(room, storage)
  room.open()
  rejected.session.reconnect()
  await live(rejected)
  room.close(4403, 'you may not look')
  await rejected.session.close()
  expect(rejected.session.status).toMatchObject({ state: 'stopped', cause: 'closed' })
})

test('a gap without end is ended with new bytes', async () => {
  const meeting = await given()
  const { room } = meeting
  const first = { bytes: '' }
  room.verdict = () => {
    const now = String(meeting.session.unsaved[0]?.update)
    first.bytes ||= now
    if (now !== first.bytes) return null
    queueMicrotask(() => room.tell())
    return 'silence'
  }
  does(meeting, 'One', rename('One'))
  await live(meeting)
  expect(room.log.at(-1)).toBe('edit One')
  expect(room.log).toContain('step 1 of nothing')
  expect(room.read()['e']?.['name']).toBe('One')
})

test('who is told that the journal connected again goes on under another id', async () => {
  const meeting = await given()
  const [former] = meeting.room.journals
  meeting.room.close(1012, 'this journal connected again; retry in 0.1 s')
  await so(meeting, () => meeting.session.status.state !== 'live')
  await live(meeting)
  expect(meeting.room.journals[0]).not.toBe(former)
})

test('a broken frame costs the connection, not the session', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const guests = room.journals.length
  room.verdict = () => null
  room.broken()
  await so(meeting, () => session.status.state !== 'live')
  await live(meeting)
  expect(room.journals.length).toBe(guests)
})

test('a device that loses its network says so at once, and is back when the network is', async () => {
  const { room } = await given()
  const network = new EventTarget()
  const session = await Session.open({
    url: SCOPE.server,
    model: SCOPE.model,
    user: SCOPE.user,
    storage: memoryStorage(),
    socket: room.opener,
    network,
    timing: { pace: { first: 60_000, longest: 60_000 } }
  })
  const meeting = { room, session, events: [] }
  await live(meeting)
  network.dispatchEvent(new Event('offline'))
  expect(session.status).toMatchObject({ state: 'offline', because: 'connection' })
  network.dispatchEvent(new Event('online'))
  await live(meeting)
  await session.close()
})
