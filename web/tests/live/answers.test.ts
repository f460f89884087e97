/** What the real server answers to gestures that it does not take. */
import { randomUUID } from 'node:crypto'
import { introduce, newModel, type Person } from '@harness/people'
import { Server } from '@harness/server'
import { expect, inject, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type Gesture, gestureOf } from '@/journal/gesture'
import { memoryStorage } from '@/journal/memory'
import type { Storage } from '@/journal/storage'
import { ModelDocument } from '@/model/document'
import { write } from '@/model/edits'
import {
  did,
  heard,
  joined,
  joinedWith,
  makeEntity,
  opened,
  proxyBefore,
  rename,
  saved,
  until
} from './sessions'

const url = inject('server')

/** More than the server takes into two flushes: after the first few, which may be too few to count, a full one. */
const MANY = 600

async function given() {
  const model = await newModel(url)
  const anna = await introduce(url, 'Anna')
  const proxy = await proxyBefore(url)
  const a = await joined({
    person: anna,
    url: proxy.address,
    model,
    timing: { rest: 50 }
  })
  const element = makeEntity(a, 'Customer')
  await saved(a)
  return { model, anna, proxy, a, element }
}

/** What a page left behind: gestures, and the document that their bytes build on, if they fit one. */
interface Behind {
  readonly model: string
  readonly person: Person
  readonly gestures: readonly Gesture[]
  readonly epoch?: number
  readonly document?: ModelDocument
}

async function left({ model, person, gestures, epoch = 0, document }: Behind): Promise<Storage> {
  const storage = memoryStorage()
  const journal = randomUUID()
  const bytes = document === undefined ? 'stale' : 'exact'
  await storage.commit({ server: url, model, user: person.id }, [
    ...gestures.map((gesture, nth) => ({
      write: 'keep' as const,
      journal,
      entry: { place: nth + 1, gesture, epoch, bytes } as const
    })),
    ...(document === undefined
      ? []
      : [{ write: 'begin' as const, epoch, update: Y.encodeStateAsUpdate(document.doc) }])
  ])
  return storage
}

test('of a backlog with more refusals than the server takes at once all are told, and the rest goes in', async () => {
  const { a, proxy, element } = await given()
  const [refused, answers] = [heard(a, 'refused'), heard(a, 'saved')]
  const rests = new Set<unknown>()
  a.subscribe(one => {
    if (one.event === 'status' && one.status.state === 'offline') rests.add(one.status.because)
  })
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  const wrong = Array.from({ length: MANY }, (_, nth) =>
    did(a, { step: 'set', element, attribute: 'nonsense', value: nth })
  )
  did(a, rename(element, 'Client'))
  proxy.open()
  await saved(a)
  expect(refused.map(({ gesture }) => gesture.editId)).toEqual(wrong)
  expect(answers.length).toBe(1)
  expect(rests).toContain('refusals')
  expect(a.document.read(element, 'name')).toBe('Client')
  expect(a.document.read(element, 'nonsense')).toBeUndefined()
})

test('of a backlog with many fatal refusals all are told, and the rest goes in', async () => {
  const { anna, model, proxy } = await given()
  const b = await joined({ person: await introduce(url, 'Ben'), url, model })
  const timing = { rest: 50 }
  const a = await joinedWith('higher', b, { person: anna, url: proxy.address, model, timing })
  const [refused, answers] = [heard(a, 'refused'), heard(a, 'saved')]
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  const ids = Array.from({ length: 6 }, () => randomUUID())
  const create = (id: string, name: string) =>
    ({ step: 'create', element: id, registers: { kind: 'entity', name, order: 'a1' } }) as const
  for (const id of ids) {
    did(a, create(id, 'Mine')) // each would replace what Ben has made under the same id
    did(b, create(id, 'His'))
  }
  const kept = makeEntity(a, 'Kept')
  await saved(b)
  proxy.open()
  await saved(a)
  await until(b, () => b.document.has(kept))
  const told = [...refused, ...answers].map(({ gesture }) => gesture.editId)
  expect(new Set(told).size).toBe(7)
  expect(told.length).toBe(7)
})

test('a gesture into what was refused is answered, told to be left, and never sent again', async () => {
  const { a } = await given()
  const [refused, leftOut, again] = [heard(a, 'refused'), heard(a, 'left'), heard(a, 'rewritten')]
  const element = randomUUID()
  did(a, { step: 'create', element, registers: { kind: 'entity', nonsense: 1 } })
  const into = did(a, rename(element, 'Into it'))
  await saved(a)
  expect(refused.length).toBe(1)
  expect(leftOut.map(({ gesture, elements }) => [gesture.editId, elements])).toEqual([
    [into, [element]]
  ])
  expect(again).toEqual([])
  expect(a.document.has(element)).toBe(false)
})

test('what writes the server’s own root is refused, and the journal goes on', async () => {
  const { a, anna, model, element } = await given()
  const epoch = Number(a.document.doc.getMap('meta').get('epoch'))
  const document = new ModelDocument()
  Y.applyUpdate(document.doc, Y.encodeStateAsUpdate(a.document.doc))
  const before = Y.encodeStateVector(document.doc)
  document.doc.getMap('meta').set('epoch', 99)
  const update = Y.encodeStateAsUpdate(document.doc, before)
  const forged = gestureOf({ changes: [], update }, { label: 'Forge' }, 0)
  const edit = write(document, [rename(element, 'After it')])
  if (edit === null) throw new Error('nothing was written')
  const gestures = [forged, gestureOf(edit, { label: 'After' }, 0)]
  const storage = await left({ model, person: anna, gestures, epoch, document: a.document })
  const again = await opened({ person: anna, url, model, storage })
  const refused = heard(again, 'refused')
  await saved(again)
  expect(refused.map(({ refused: { code } }) => code)).toEqual(['outside-elements'])
  await until(a, () => a.document.read(element, 'name') === 'After it')
  expect(again.document.doc.getMap('meta').get('epoch')).toBe(epoch)
})

test('a gesture that came in by other bytes is saved, not refused', async () => {
  const { anna, model, element } = await given()
  const document = new ModelDocument()
  write(document, [{ step: 'create', element, registers: { kind: 'entity', name: 'Customer' } }])
  const edit = write(document, [rename(element, 'Twice kept')])
  if (edit === null) throw new Error('nothing was written')
  const twice = gestureOf(edit, { label: 'Rename' }, 0)
  const held = { until: Promise.resolve() }
  const inner = await left({ model, person: anna, gestures: [twice] })
  const storage: Storage = {
    ...inner,
    commit: async (scope, writes) => {
      await held.until
      await inner.commit(scope, writes)
    }
  }
  const late = await opened({ person: anna, url, model, storage })
  let finish = () => {}
  held.until = new Promise(resolve => {
    finish = resolve
  })
  const replayed = heard(late, 'replayed')
  await until(late, () => replayed.length === 1) // anew, and held back: other bytes than below
  const early = await opened({
    person: anna,
    url,
    model,
    storage: await left({ model, person: anna, gestures: [twice] })
  })
  await saved(early)
  const [answers, refused] = [heard(late, 'saved'), heard(late, 'refused')]
  finish()
  await saved(late)
  expect(answers.map(({ gesture }) => gesture.editId)).toEqual([twice.editId])
  expect(refused).toEqual([])
  expect(late.document.read(element, 'name')).toBe('Twice kept')
})

test('where frames may be smaller, what is larger is refused, and the rest goes in', async () => {
  const narrow = await Server.start('', '--frame-limit', '65536')
  onTestFinished(() => narrow[Symbol.asyncDispose](), 60_000)
  const model = await newModel(narrow.address)
  const person = await introduce(narrow.address, 'Anna')
  const a = await joined({ person, url: narrow.address, model })
  const element = makeEntity(a, 'Customer')
  await saved(a)
  const [refused, answers] = [heard(a, 'refused'), heard(a, 'saved')]
  const before = did(a, { step: 'set', element, attribute: 'title', value: 'before' })
  const large = Array.from({ length: 3 }, () => ({
    step: 'create' as const,
    element: randomUUID(),
    registers: { kind: 'entity', name: 'Big' },
    doc: 'x'.repeat(50_000)
  }))
  const largest = did(a, ...large)
  const after = did(a, rename(element, 'Client'))
  await saved(a)
  expect(refused.map(({ gesture, refused: { code } }) => [gesture.editId, code])).toEqual([
    [largest, 'too-large']
  ])
  expect(answers.map(({ gesture }) => gesture.editId)).toEqual([before, after])
  expect([...a.document.ids()].length).toBe(2)
})
