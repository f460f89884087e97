import { expect, test } from 'vitest'
import { memoryStorage } from '@/journal/memory'
import type { Storage } from '@/journal/storage'
import { does, given, live, offline, rename, so, told } from './meeting'

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
  await offline(meeting)
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
