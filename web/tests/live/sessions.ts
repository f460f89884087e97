/** Sessions of people on a real server, and how a test waits for what it wants of them. */
import { randomUUID } from 'node:crypto'
import { CuttingProxy } from '@harness/cutting'
import { cookieOf, type Person } from '@harness/people'
import { onTestFinished } from 'vitest'
import { WebSocket as Socket } from 'ws'
import type { Whole } from '@/api/state'
import { memoryStorage } from '@/journal/memory'
import type { Storage } from '@/journal/storage'
import type { Step } from '@/model/edits'
import type { SessionEvent } from '@/sync/events'
import { Session, type Timing } from '@/sync/session'
import { opener } from '@/sync/socket'

export interface Joining {
  readonly person: Person
  /** Where the session connects; a proxy, say. */
  readonly url: string
  readonly model: string
  readonly storage?: Storage
  readonly timing?: Partial<Timing>
  readonly whole?: Whole
}

const QUICK: Partial<Timing> = { pace: { first: 10, longest: 200 }, search: 50 }

/** Open a session; it need not be connected when this returns. It is closed after the test. */
export async function opened(joining: Joining): Promise<Session> {
  const { person, url, model, storage = memoryStorage(), timing = {}, whole } = joining
  const session = await Session.open({
    url,
    model,
    user: person.id,
    storage,
    ...(whole === undefined ? {} : { whole }),
    socket: opener(address => {
      const headers = { cookie: cookieOf(person, address.replace('ws', 'http')) }
      return new Socket(address, { headers }) as unknown as WebSocket
    }),
    timing: { ...QUICK, ...timing }
  })
  onTestFinished(() => session.close())
  return session
}

/** A proxy before a server, until the test is over. */
export async function proxyBefore(server: string): Promise<CuttingProxy> {
  const proxy = await CuttingProxy.before(server)
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  return proxy
}

/** Open a session and wait until everything in it is saved. */
export async function joined(joining: Joining): Promise<Session> {
  const session = await opened(joining)
  await saved(session)
  return session
}

/** Open sessions until one has a client id on this side of another's: Yjs lets the higher one win. */
export async function joinedWith(
  side: 'lower' | 'higher',
  other: Session,
  joining: Joining
): Promise<Session> {
  const session = await joined(joining)
  const isLower = session.document.doc.clientID < other.document.doc.clientID
  if (isLower === (side === 'lower')) return session
  await session.close()
  return joinedWith(side, other, joining)
}

/** Wait until something is so. */
export function until(session: Session, isSo: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!isSo()) return
      stop()
      stopDocument()
      resolve()
    }
    let stopDocument = session.document.observe(look)
    const stop = session.subscribe(({ event }) => {
      if (event === 'document') {
        stopDocument()
        stopDocument = session.document.observe(look)
      }
      look()
    })
    look()
  })
}

/** Wait until a session is connected and every gesture has its answer. */
export function saved(session: Session): Promise<void> {
  return until(session, () => session.status.state === 'live')
}

/** Write down what a session tells, by event. */
export function heard<Name extends SessionEvent['event']>(
  session: Session,
  name: Name
): Extract<SessionEvent, { event: Name }>[] {
  const events: Extract<SessionEvent, { event: Name }>[] = []
  session.subscribe(event => {
    if (event.event === name) events.push(event as Extract<SessionEvent, { event: Name }>)
  })
  return events
}

/** Make an entity and return its id. */
export function makeEntity(session: Session, name: string): string {
  const element = randomUUID()
  did(session, { step: 'create', element, registers: { kind: 'entity', name, order: 'a0' } })
  return element
}

/** Do steps in one go; they must come to something. */
export function did(session: Session, ...steps: readonly Step[]): string {
  const edited = session.edit({ label: 'Do' }, steps)
  if (edited.outcome !== 'made') throw new Error(`nothing was done: ${JSON.stringify(edited)}`)
  return edited.gesture.editId
}

export const rename = (element: string, value: string): Step => ({
  step: 'set',
  element,
  attribute: 'name',
  value
})
