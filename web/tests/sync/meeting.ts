/** A session in the room of this process, and how a test waits for what it wants of it. */
import { expect, onTestFinished } from 'vitest'
import type { Whole } from '@/api/state'
import type { Scope } from '@/journal/entry'
import { memoryStorage } from '@/journal/memory'
import type { Storage } from '@/journal/storage'
import type { Step } from '@/model/edits'
import type { SessionEvent } from '@/sync/events'
import { Session } from '@/sync/session'
import { Room } from './room'

export interface Meeting {
  readonly room: Room
  readonly session: Session
  /** What the session told. */
  readonly events: SessionEvent[]
}

export const SCOPE: Scope = { server: 'http://here', model: 'shop', user: 'u1' }

/** Open a session; it is closed after the test. */
export async function joining(room: Room, storage: Storage, whole?: Whole): Promise<Meeting> {
  const session = await Session.open({
    url: SCOPE.server,
    model: SCOPE.model,
    user: SCOPE.user,
    storage,
    socket: room.opener,
    ...(whole === undefined ? {} : { whole }),
    timing: { pace: { first: 1, longest: 2 }, rest: 3 }
  })
  onTestFinished(() => session.close())
  const events: SessionEvent[] = []
  session.subscribe(event => events.push(event))
  return { room, session, events }
}

/** A session in step with a room that has one entity in it. */
export async function given(storage = memoryStorage()): Promise<Meeting> {
  const meeting = await joining(new Room(), storage)
  await live(meeting)
  meeting.session.edit({ label: 'Make' }, [
    { step: 'create', element: 'e', registers: { kind: 'entity', name: 'Customer' } }
  ])
  await live(meeting)
  meeting.room.log.length = 0
  meeting.events.length = 0
  return meeting
}

/** Wait until something is so; looked at whenever the session told something, or the room heard. */
export function so({ room, session }: Meeting, isSo: () => boolean): Promise<void> {
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

export const live = (meeting: Meeting) => so(meeting, () => meeting.session.status.state === 'live')

export const offline = (meeting: Meeting) =>
  so(meeting, () => meeting.session.status.state === 'offline')

export const rename = (value: string): Step => ({
  step: 'set',
  element: 'e',
  attribute: 'name',
  value
})

export function does({ session }: Meeting, label: string, ...steps: readonly Step[]): void {
  expect(session.edit({ label }, steps).outcome).toBe('made')
}

/** What it told of gestures, in words. */
export const told = ({ events }: Meeting) =>
  events.flatMap(event => ('gesture' in event ? [`${event.event} ${event.gesture.label}`] : []))
