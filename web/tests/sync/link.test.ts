import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Closing } from '@/sync/closing'
import { Link } from '@/sync/link'
import type { Hearer } from '@/sync/socket'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const PATIENCE = { silence: 100, answer: 50 }

/** A far end that does what the test says, in the place of a socket. */
function meeting(pause: number | null = 10) {
  const hearers: Hearer[] = []
  const log: string[] = []
  const end = {
    address: () => 'ws://there',
    opened: () => log.push('opened'),
    received: (frame: Uint8Array) => log.push(`received ${frame[0]}`),
    closed: (closing: Closing) => {
      log.push(`closed: ${closing.do}`)
      return pause
    }
  }
  const open = (_: string, hearer: Hearer) => {
    hearers.push(hearer)
    log.push('connect')
    return {
      send: (frame: Uint8Array) => log.push(`send ${frame[0]}`),
      close: () => log.push('close')
    }
  }
  const link = new Link(open, end, PATIENCE)
  link.connect()
  return { link, log, last: () => hearers.at(-1), first: () => hearers[0] }
}

test('a connection that ends is made again after the pause', () => {
  const { log, last } = meeting()
  last()?.closed(1006, '')
  vi.advanceTimersByTime(9)
  expect(log).toEqual(['connect', 'closed: reconnect'])
  vi.advanceTimersByTime(1)
  expect(log.at(-1)).toBe('connect')
})

test('a silent connection is asked, and given up when it stays silent', () => {
  const { log, last } = meeting()
  last()?.opened()
  vi.advanceTimersByTime(100)
  expect(log.at(-1)).toBe('send 3')
  vi.advanceTimersByTime(50)
  expect(log.slice(-2)).toEqual(['closed: reconnect', 'close'])
})

test('whatever it says, a connection that speaks is alive', () => {
  const { log, last } = meeting()
  last()?.opened()
  for (let nth = 0; nth < 5; nth += 1) {
    vi.advanceTimersByTime(120)
    last()?.received(new Uint8Array([1]))
  }
  expect(log).not.toContain('close')
})

test('a connection that does not open is given up', () => {
  const { log } = meeting()
  vi.advanceTimersByTime(50)
  expect(log).toEqual(['connect', 'closed: reconnect', 'close'])
})

test('a connection that was given up is not heard any more', () => {
  const { log, first } = meeting()
  first()?.opened()
  vi.advanceTimersByTime(160)
  first()?.received(new Uint8Array([1]))
  first()?.closed(4403, '')
  expect(log.filter(line => line.startsWith('received') || line.endsWith('stop'))).toEqual([])
})

test('to connect now ends the pause', () => {
  const { link, log, last } = meeting(5000)
  last()?.closed(1006, '')
  link.connect()
  expect(log.at(-1)).toBe('connect')
  last()?.opened()
  last()?.received(new Uint8Array([1]))
  vi.advanceTimersByTime(99)
  expect(log.filter(line => line === 'connect').length).toBe(2)
})

test('a link that is stopped stays so', () => {
  const { link, log, last } = meeting()
  last()?.opened()
  link.stop()
  vi.advanceTimersByTime(10_000)
  expect(log).toEqual(['connect', 'opened', 'close'])
})

test('an address that may not be opened is a connection that failed', async () => {
  const closed: string[] = []
  const refusing = () => {
    throw new Error('SecurityError')
  }
  const end = {
    address: () => 'ws://there',
    opened: () => undefined,
    received: () => undefined,
    closed: (closing: Closing) => {
      closed.push(closing.do)
      return null
    }
  }
  new Link(refusing, end, PATIENCE).connect()
  await Promise.resolve()
  expect(closed).toEqual(['reconnect'])
})
