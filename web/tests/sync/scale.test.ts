import { expect, test } from 'vitest'
import { memoryStorage } from '@/journal/memory'
import type { Session } from '@/sync/session'
import { joining, live, offline } from './meeting'
import { Room } from './room'

/** More than anybody makes in a day; if each cost as much as there are, this would take minutes. */
const GESTURES = 10_000

function renamed(session: Session, word: string): void {
  for (let nth = 1; nth <= GESTURES; nth += 1) {
    const value = `${word} ${nth}`
    session.edit({ label: 'Rename' }, [{ step: 'set', element: 'e', attribute: 'name', value }])
  }
}

test('ten thousand gestures of an offline day arrive, also on another epoch', async () => {
  const room = new Room()
  const storage = memoryStorage()
  const first = await joining(room, storage)
  await live(first)
  first.session.edit({ label: 'Make' }, [
    { step: 'create', element: 'e', registers: { kind: 'entity' } }
  ])
  await live(first)
  room.shut()
  await offline(first)
  renamed(first.session, 'Name')
  await first.session.close()

  const again = await joining(room, storage)
  expect(again.session.status.pending).toBe(GESTURES)
  room.open()
  again.session.reconnect()
  await live(again)
  expect(room.read()['e']?.['name']).toBe(`Name ${GESTURES}`)

  room.shut()
  await offline(again)
  renamed(again.session, 'Late')
  room.begin()
  room.open()
  again.session.reconnect()
  await live(again)
  expect(room.read()['e']?.['name']).toBe(`Late ${GESTURES}`)
}, 120_000)
