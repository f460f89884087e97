import { mishapsOf } from '@harness/mishaps'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { decode } from '@/sync/messages'
import { Presence } from '@/sync/presence'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function given() {
  const sent: Uint8Array[] = []
  const presence = new Presence(new Y.Doc(), frame => {
    const message = decode(frame)
    if (message.message === 'awareness') sent.push(message.update)
  })
  return { presence, sent }
}

/** What somebody else's awareness said last. */
function other(cursor: number): { client: number; update: Uint8Array } {
  const { presence, sent } = given()
  presence.awareness.setLocalStateField('cursor', cursor)
  const { clientID: client } = presence.awareness
  return { client, update: sent.at(-1) ?? new Uint8Array() }
}

/** What somebody who heard all of it sees. */
function seen(updates: readonly Uint8Array[]): unknown[] {
  const { presence } = given()
  presence.awareness.setLocalState(null)
  for (const update of updates) presence.hear(update)
  return [...presence.awareness.getStates().values()]
}

test('a cursor that moves all the time is sent at most every fifty milliseconds, and its end is', () => {
  const { presence, sent } = given()
  for (let nth = 0; nth < 100; nth += 1) {
    presence.awareness.setLocalStateField('cursor', nth)
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(100)
  expect(sent.length).toBe(3)
  expect(seen(sent)).toEqual([{ cursor: 99 }])
})

test('who is still here after a broken connection is seen again at once', () => {
  const { presence } = given()
  const { client, update } = other(7)
  presence.hear(update)
  presence.forget()
  expect(presence.awareness.getStates().has(client)).toBe(false)
  presence.hear(update)
  expect(presence.awareness.getStates().get(client)).toEqual({ cursor: 7 })
})

test('under another document it is the same person, once, among the same others', () => {
  const { presence, sent } = given()
  const { client, update } = other(7)
  presence.hear(update)
  presence.awareness.setLocalStateField('cursor', 1)
  const former = presence.awareness.clientID
  presence.move(new Y.Doc())
  expect(presence.awareness.clientID).not.toBe(former)
  expect(presence.awareness.getLocalState()).toEqual({ cursor: 1 })
  expect(presence.awareness.getStates().get(client)).toEqual({ cursor: 7 })
  expect(seen(sent)).toEqual([{ cursor: 1 }])
})

test('who leaves says so, and nothing after it', () => {
  const { presence, sent } = given()
  presence.awareness.setLocalStateField('cursor', 1)
  presence.close()
  expect(seen(sent)).toEqual([])
  const before = sent.length
  vi.advanceTimersByTime(60_000)
  expect(sent.length).toBe(before)
})

test('a state that is too large is told without its largest parts', () => {
  const { presence, sent } = given()
  const everything = Array.from({ length: 5000 }, (_, nth) => `element ${nth}`)
  presence.awareness.setLocalState({ selection: everything, cursor: 1, name: 'Ann' })
  expect(sent.at(-1)?.length).toBeLessThan(8192)
  expect(seen(sent)).toEqual([{ cursor: 1, name: 'Ann' }])
  expect(presence.awareness.getLocalState()?.['selection']).toBe(everything)
})

test('somebody who listens and fails costs neither the others nor the connection', async () => {
  vi.useRealTimers()
  const { presence } = given()
  const { client, update } = other(7)
  const mishaps = await mishapsOf(() => {
    presence.awareness.on('change', () => {
      throw new Error('a cursor that cannot be drawn')
    })
    presence.hear(update)
    expect(presence.awareness.getStates().has(client)).toBe(true)
    presence.forget()
    presence.move(new Y.Doc())
    presence.close()
  })
  expect(new Set(mishaps.map(String))).toEqual(new Set(['Error: a cursor that cannot be drawn']))
})
