import 'fake-indexeddb/auto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Locks } from '@harness/locks'
import { introduce, newModel } from '@harness/people'
import { HASTY, Server } from '@harness/server'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { indexedStorage } from '@/journal/indexed'
import type { Session } from '@/sync/session'
import {
  did,
  heard,
  joined,
  makeEntity,
  opened,
  proxyBefore,
  rename,
  saved,
  until
} from './sessions'

const url = inject('server')

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

/** Anna behind a proxy, on a device of her own, and Ben; both see one entity. */
async function given(server = url) {
  const model = await newModel(server)
  const proxy = await proxyBefore(server)
  const locks = new Locks()
  const anna = {
    person: await introduce(server, 'Anna'),
    url: proxy.address,
    model,
    storage: indexedStorage(locks)
  }
  const ben = { person: await introduce(server, 'Ben'), url: server, model }
  const a = await joined(anna)
  const b = await joined(ben)
  const element = makeEntity(a, 'Customer')
  await Promise.all([saved(a), until(b, () => b.document.has(element))])
  return { model, proxy, locks, anna, ben, a, b, element }
}

/** A server of the test's own, to be killed. */
async function started(prelude?: string): Promise<Server> {
  const server = await Server.start(prelude)
  onTestFinished(() => server[Symbol.asyncDispose](), 60_000)
  return server
}

test('a page reloaded offline shows the model with our gestures on it, and sends them later', async () => {
  const { proxy, anna, a, b, element } = await given()
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  did(a, rename(element, 'Offline'))
  did(a, { step: 'text', element, text: 'written on a train' })
  await a.close()

  const again = await opened(anna)
  expect(again.document.read(element, 'name')).toBe('Offline')
  expect(again.document.read(element, 'doc')).toBe('written on a train')
  expect(again.status).toMatchObject({ pending: 2, durable: true, access: 'edit' })
  did(again, rename(element, 'Still offline'))
  expect(b.document.read(element, 'name')).toBe('Customer')

  proxy.open()
  await saved(again)
  await until(b, () => b.document.read(element, 'name') === 'Still offline')
  expect(b.document.read(element, 'doc')).toBe('written on a train')
  expect(again.status.pending).toBe(0)
})

test('what was answered and not heard is asked for, and lands once', async () => {
  const { proxy, anna, a, b, element } = await given()
  void proxy.plan({ side: 'client', frames: 3 }) // step 1, known, the edit: then nothing comes back
  proxy.cut()
  await until(a, () => a.status.state === 'offline')
  did(a, rename(element, 'Heard'))
  proxy.open()
  await until(b, () => b.document.read(element, 'name') === 'Heard')
  await a.close()
  const again = await opened(anna)
  const answers = heard(again, 'saved')
  await saved(again)
  did(again, rename(element, 'Next'))
  await saved(again)
  expect(answers.at(-1)?.tx).toBe(4) // the model, the entity, Heard, Next: one commit each
})

test('what a crashed tab did not send is sent by another tab of the same person', async () => {
  const { proxy, locks, anna, a, b, element } = await given()
  const second = await joined({ ...anna, url: anna.url, storage: indexedStorage(locks) })
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  did(a, rename(element, 'From the crashed tab'))
  await until(second, () => second.status.state === 'offline')
  did(second, { step: 'text', element, text: 'from the other' })
  const kept = heard(second, 'kept')
  locks.crash()
  await until(second, () => kept.length === 1)
  expect(second.status.pending).toBe(2)
  expect(second.document.read(element, 'name')).toBe('From the crashed tab')
  proxy.open()
  await saved(second)
  await until(b, () => b.document.read(element, 'name') === 'From the crashed tab')
  expect(b.document.read(element, 'doc')).toBe('from the other')
})

test('when storage is full, work goes on, reaches the server, and is said to be unsafe here', async () => {
  const { proxy, anna, a, b, element } = await given()
  await a.close()
  const full = {
    ...anna.storage,
    commit: () => Promise.reject(new Error('QuotaExceededError'))
  }
  const again = await joined({ ...anna, storage: full })
  proxy.shut()
  await until(again, () => again.status.state === 'offline')
  did(again, rename(element, 'Unsafe'))
  await until(again, () => !again.status.durable)
  proxy.open()
  await until(b, () => b.document.read(element, 'name') === 'Unsafe')
})

test('another process that owns the room is gone to, and home when it is lost', async () => {
  const { anna, a, b, element } = await given()
  await a.close()
  const door = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(door, 'listening')
  onTestFinished(() => void door.close())
  let turnedAway = 0
  door.on('connection', socket => {
    turnedAway += 1
    socket.close(4510, url)
  })
  const home = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
  const again = await joined({ ...anna, url: home })
  expect(turnedAway).toBe(1)
  did(again, rename(element, 'By the owner'))
  await until(b, () => b.document.read(element, 'name') === 'By the owner')
})

test('a server killed under an open page takes nothing with it', async () => {
  const server = await started()
  const { a, b, element } = await given(server.address)
  const answers = heard(a, 'saved')
  for (let nth = 1; nth <= 20; nth += 1) did(a, rename(element, `Name ${nth}`))
  await server.kill()
  for (let nth = 21; nth <= 40; nth += 1) did(a, rename(element, `Name ${nth}`))
  await server.again()
  await Promise.all([saved(a), saved(b)])
  await until(b, () => b.document.read(element, 'name') === 'Name 40')
  expect(answers.map(({ gesture }) => gesture.changes[0]?.after)).toEqual(
    Array.from({ length: 40 }, (_, nth) => `Name ${nth + 1}`)
  )
  const txs = answers.map(({ tx }) => tx)
  expect(txs).toEqual([...new Set(txs)].sort((one, other) => Number(one) - Number(other)))
}, 180_000) // a Postgres that was killed takes its time, and more of it on a busy machine

const epochOf = (session: Session) => session.document.doc.getMap('meta').get('epoch')

test('offline work on a document of an earlier epoch arrives, and takes nothing from others', async () => {
  const server = await started(HASTY)
  const { proxy, anna, ben, a, b, element } = await given(server.address)
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  did(a, rename(element, 'Offline'))
  const made = makeEntity(a, 'Made offline')
  did(a, { step: 'text', element: made, text: 'two words' })
  await a.close()
  const bulky = (nth: number) => String.fromCharCode(97 + (nth % 26)).repeat(60_000)
  for (let nth = 0; nth < 40; nth += 1) did(b, { step: 'text', element, text: bulky(nth) })
  did(b, { step: 'text', element, text: 'short' })
  await saved(b)
  const former = epochOf(b)
  const closed = server.roomClosed()
  await b.close()
  await closed
  const other = await joined(ben)
  expect(epochOf(other)).not.toBe(former)
  did(other, { step: 'set', element, attribute: 'name', value: 'Saved by Ben' })
  const others = makeEntity(other, 'Made by Ben')
  await saved(other)

  proxy.open()
  const again = await opened(anna)
  expect(again.document.read(element, 'name')).toBe('Offline')
  const replayed = heard(again, 'replayed')
  await saved(again)
  expect(replayed.length).toBe(3)
  await until(other, () => other.document.read(element, 'name') === 'Offline')
  expect(other.document.read(made, 'doc')).toBe('two words')
  expect(again.document.read(others, 'name')).toBe('Made by Ben')
  expect(again.document.read(element, 'doc')).toBe('short')
}, 90_000)
