/** A session in the room of this process, and how a test waits for what it wants of it. */
import { onTestFinished } from 'vitest'
import type { Storage } from '@/journal/storage'
import { Session } from '@/sync/session'
import type { Room } from './room'

/** Open a session; it is closed after the test. */
export async function met(room: Room, storage: Storage): Promise<Session> {
  const session = await Session.open({
    url: 'http://here',
    model: 'shop',
    user: 'u1',
    storage,
    socket: room.opener,
    timing: { pace: { first: 1, longest: 2 }, rest: 3 }
  })
  onTestFinished(() => session.close())
  return session
}

/** Wait until something is so; looked at whenever the session told something, or the room heard. */
export function so(room: Room, session: Session, isSo: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!isSo()) return
      stop()
      resolve()
    }
    const stop = session.subscribe(look)
    room.heard = look
    look()
  })
}
