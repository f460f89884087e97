import { mishapsOf } from '@harness/mishaps'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Scope } from '@/journal/entry'
import { memoryStorage } from '@/journal/memory'
import type { Storage } from '@/journal/storage'
import type { Step } from '@/model/edits'
import type { SessionEvent } from '@/sync/events'
import type { Session } from '@/sync/session'
import { met, so as wait } from './meeting'
import { Room } from './room'

interface Meeting {
  readonly room: Room
  readonly session: Session
  readonly events: SessionEvent[]
}

async function joining(room: Room, storage: Storage): Promise<Meeting> {
  const session = await met(room, storage)
  const events: SessionEvent[] = []
  session.subscribe(event => events.push(event))
  return { room, session, events }
}

/** A session in step with a room that has one entity in it. */
async function given(storage = memoryStorage()): Promise<Meeting> {
  const meeting = await joining(new Room(), storage)
  await so(meeting, () => meeting.session.status.state === 'live')
  meeting.session.edit({ label: 'Make' }, [
    { step: 'create', element: 'e', registers: { kind: 'entity', name: 'Customer' } }
  ])
  await so(meeting, () => meeting.session.status.state === 'live')
  meeting.room.log.length = 0
  meeting.events.length = 0
  return meeting
}

function so({ room, session }: Meeting, isSo: () => boolean): Promise<void> {
  return wait(room, session, isSo)
}

const SCOPE: Scope = { server: 'http://here', model: 'shop', user: 'u1' }

const live = (meeting: Meeting) => so(meeting, () => meeting.session.status.state === 'live')

const rename = (value: string): Step => ({ step: 'set', element: 'e', attribute: 'name', value })

function does({ session }: Meeting, label: string, ...steps: readonly Step[]): void {
  expect(session.edit({ label }, steps).outcome).toBe('made')
}

const told = ({ events }: Meeting) =>
  events.flatMap(event => ('gesture' in event ? [`${event.event} ${event.gesture.label}`] : []))

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

test('who lost the right keeps the work, and it goes in when the right is back', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.verdict = () => ({ code: 'no-right', fatal: true })
  does(meeting, 'One', rename('One'))
  await so(meeting, () => session.status.access === 'held')
  expect(session.status.pending).toBe(1)
  expect(session.edit({ label: 'x' }, [rename('x')])).toMatchObject({ because: 'read-only' })
  expect(JSON.stringify(session.exportJournal())).toContain('"label":"One"')
  room.verdict = () => null
  room.tell()
  await live(meeting)
  expect(room.read()['e']?.['name']).toBe('One')
  expect(told(meeting).filter(line => line.startsWith('refused'))).toEqual([])
})

test('a reader sends nothing, whatever is in the journal', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.shut()
  await so(meeting, () => session.status.state === 'offline')
  does(meeting, 'One', rename('One'))
  room.role = 'viewer'
  room.open()
  await so(meeting, () => session.status.access === 'held' && session.status.state === 'saving')
  expect(room.log).toEqual(['step 1', 'known 1'])
  room.role = 'editor'
  room.tell()
  await live(meeting)
  expect(room.read()['e']?.['name']).toBe('One')
})

test('after a fatal refusal nothing of the dead document is sent again', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const former = session.document
  room.verdict = (_, label) => (label === 'Bad' ? { code: 'broken-update', fatal: true } : null)
  does(meeting, 'Good', { step: 'set', element: 'e', attribute: 'plural', value: 'Customers' })
  does(meeting, 'Bad', { step: 'create', element: 'bad', registers: { kind: 'entity' } })
  does(meeting, 'Into bad', { step: 'set', element: 'bad', attribute: 'name', value: 'x' })
  does(meeting, 'After', rename('After'))
  await live(meeting)
  expect(session.document).not.toBe(former)
  expect(room.log).toEqual(['edit Good', 'edit Bad', 'step 1 of nothing', 'known 2', 'edit After'])
  expect(told(meeting)).toEqual([
    'made Good',
    'made Bad',
    'made Into bad',
    'made After',
    'saved Good',
    'refused Bad',
    'left Into bad',
    'replayed After',
    'saved After'
  ])
  expect(room.read()['e']).toMatchObject({ name: 'After', plural: 'Customers' })
  expect(session.document.has('bad')).toBe(false)
})

test('what anybody does while the fresh document comes is in it', async () => {
  const inner = memoryStorage()
  const kept: string[] = []
  const commit: Storage['commit'] = (scope, writes) => {
    for (const one of writes) {
      if (one.write === 'keep') kept.push(`${one.entry.gesture.label} ${one.entry.bytes}`)
    }
    return inner.commit(scope, writes)
  }
  const meeting = await given({ ...inner, commit })
  const { room, session } = meeting
  room.verdict = (_, label) => (label === 'Bad' ? { code: 'broken-update', fatal: true } : null)
  does(meeting, 'Bad', rename('Bad'))
  await so(meeting, () => told(meeting).includes('refused Bad'))
  does(meeting, 'Meanwhile', { step: 'text', element: 'e', text: 'typed on the old one' })
  room.write(elements => elements.get('e')?.set('plural', 'before'))
  room.asked = () => room.write(elements => elements.get('e')?.set('note', 'after'))
  await live(meeting)
  expect(kept.slice(-2)).toEqual(['Meanwhile stale', 'Meanwhile exact'])
  expect(session.document.read('e', 'plural')).toBe('before')
  expect(session.document.read('e', 'note')).toBe('after')
  expect(session.document.read('e', 'name')).toBe('Customer')
  expect(room.read()['e']?.['doc']).toBe('typed on the old one')
})

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
  await so(meeting, () => meeting.session.status.state === 'offline')
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
    room.write(elements => elements.get('e')?.set('name', 'theirs'))
    await so(meeting, () => session.document.read('e', 'name') === 'theirs')
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
  const offline = await joining(room, storage)
  room.shut()
  await so(offline, () => offline.session.status.state === 'offline')
  await offline.session.close()
  const rejected = await joining(room, storage)
  room.open()
  rejected.session.reconnect()
  await live(rejected)
  room.close(4403, 'you may not look')
  await rejected.session.close()
  expect(rejected.session.status).toMatchObject({ state: 'stopped', cause: 'closed' })
})

test('a gesture that turns out to have come in by other bytes is saved, not refused', async () => {
  const meeting = await given()
  const { room } = meeting
  room.verdict = () => 'late'
  does(meeting, 'One', rename('One'))
  await so(meeting, () => room.log.includes('edit One'))
  room.verdict = () => null
  room.close(4409)
  await so(meeting, () => told(meeting).includes('saved One'))
  await live(meeting)
  expect(room.log).toEqual([
    'edit One',
    ...['step 1 of nothing', 'known 1', 'edit One'],
    ...['step 1 of nothing', 'known 1']
  ])
  expect(told(meeting)).toEqual(['made One', 'replayed One', 'saved One'])
  expect(meeting.session.document.read('e', 'name')).toBe('One')
})

test('offline work on a former epoch is written onto the new one', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.shut()
  await so(meeting, () => session.status.state === 'offline')
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
  await so(meeting, () => meeting.session.status.state === 'offline')
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
  await so(meeting, () => meeting.session.status.state === 'offline')
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
  await so(meeting, () => meeting.session.status.state === 'offline')
  does(meeting, 'Rename', rename('Offline'))
  await meeting.session.close()
  await storage.commit(SCOPE, [{ write: 'forget' }])
  meeting.room.open()
  const again = await joining(meeting.room, storage)
  expect(again.session.edit({ label: 'x' }, [])).toMatchObject({ because: 'loading' })
  await live(again)
  expect(meeting.room.read()['e']?.['name']).toBe('Offline')
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

test('what is rejected stops, says why and keeps the work', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.verdict = () => 'silence'
  does(meeting, 'One', rename('One'))
  room.close(4403, 'you may not look')
  expect(session.status).toMatchObject({
    state: 'stopped',
    cause: 'rejected',
    message: 'you may not look',
    pending: 1
  })
})

test('who had too much refused comes back after a rest, and loses nothing', async () => {
  const meeting = await given()
  const { room, session } = meeting
  room.verdict = () => 'silence'
  for (const value of ['One', 'Two', 'Three']) does(meeting, value, rename(value))
  await so(meeting, () => room.log.length === 3)
  room.verdict = () => null
  room.close(4403, 'too many edits were refused in a short time; reload')
  expect(session.status).toMatchObject({ state: 'offline', because: 'refusals', pending: 3 })
  await live(meeting)
  expect(room.read()['e']?.['name']).toBe('Three')
})

test('when a frame was too large for the way, the largest is given up and the rest goes in', async () => {
  const meeting = await given()
  const { room } = meeting
  room.verdict = () => 'silence'
  does(meeting, 'Small', { step: 'set', element: 'e', attribute: 'plural', value: 'Customers' })
  does(meeting, 'Large', rename('x'.repeat(100_000)))
  does(meeting, 'After', { step: 'text', element: 'e', text: 'words' })
  await so(meeting, () => room.log.length === 3)
  room.verdict = () => null
  room.close(1009)
  await live(meeting)
  const refused = meeting.events.filter(one => one.event === 'refused')
  expect(refused.map(one => [one.gesture.label, one.refused.code, one.refused.message])).toEqual([
    [
      'Large',
      'too-large',
      '“Large” is 98 KB large, too much for the way to the server: do it in smaller parts, or import it'
    ]
  ])
  expect(room.read()['e']).toMatchObject({ name: 'Customer', plural: 'Customers', doc: 'words' })
})

test('a frame that is too large though nothing was sent costs a pause each time', async () => {
  const meeting = await given()
  meeting.room.close(1009)
  await live(meeting)
  expect(told(meeting)).toEqual([])
})

test('what is too large for one step is denied at once, and leaves no trace', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const before = session.document.elements.toJSON()
  const edited = session.edit({ label: 'paste of 60' }, [
    { step: 'text', element: 'e', text: 'x'.repeat(2 * 1024 * 1024) }
  ])
  expect(edited).toEqual({
    outcome: 'denied',
    because: 'too-large',
    message:
      '“paste of 60” is 2049 KB large; one step may have 1024 KB: do it in smaller parts, or import it'
  })
  expect(session.document.elements.toJSON()).toEqual(before)
  expect(session.status.pending).toBe(0)
  expect(room.log).toEqual([])
})

test('a refusal that is not fatal leaves the document alive, whatever its code', async () => {
  const meeting = await given()
  const { room, session } = meeting
  const { document } = session
  room.verdict = () => ({ code: 'outside-elements', fatal: false })
  does(meeting, 'One', rename('One'))
  await live(meeting)
  room.verdict = () => null
  does(meeting, 'Two', rename('Two'))
  await live(meeting)
  expect(session.document).toBe(document)
  expect(told(meeting)).toEqual(['made One', 'refused One', 'made Two', 'saved Two'])
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
