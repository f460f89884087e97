import 'fake-indexeddb/auto'
import { Locks } from '@harness/locks'
import { expect, test } from 'vitest'
import { indexedStorage } from '@/journal/indexed'
import type { Session } from '@/sync/session'
import { met, so } from './meeting'
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
  const storage = indexedStorage(new Locks())
  const session = await met(room, storage)
  const isLive = (one: Session) => () => one.status.state === 'live'
  const isOffline = (one: Session) => () => one.status.state === 'offline'
  await so(room, session, isLive(session))
  session.edit({ label: 'Make' }, [{ step: 'create', element: 'e', registers: { kind: 'entity' } }])
  await so(room, session, isLive(session))
  room.shut()
  await so(room, session, isOffline(session))
  renamed(session, 'Name')
  await session.close()

  const again = await met(room, storage)
  expect(again.status.pending).toBe(GESTURES)
  room.open()
  again.reconnect()
  await so(room, again, isLive(again))
  expect(room.read()['e']?.['name']).toBe(`Name ${GESTURES}`)

  room.shut()
  await so(room, again, isOffline(again))
  renamed(again, 'Late')
  room.begin()
  room.open()
  again.reconnect()
  await so(room, again, isLive(again))
  expect(room.read()['e']?.['name']).toBe(`Late ${GESTURES}`)
}, 120_000)
