import { randomUUID } from 'node:crypto'
import { introduce, newModel } from '@harness/people'
import { expect, inject, test } from 'vitest'
import { whole } from '@/api/state'
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

test('two people edit one model, and each gesture is one commit', async () => {
  const model = await newModel(url)
  const [anna, ben] = [await introduce(url, 'Anna'), await introduce(url, 'Ben')]
  const a = await joined({ person: anna, url, model })
  const b = await joined({ person: ben, url, model })
  const answers = heard(a, 'saved')
  const element = makeEntity(a, 'Customer')
  await until(b, () => b.document.read(element, 'name') === 'Customer')
  did(b, rename(element, 'Client'), { step: 'text', element, text: 'who buys' })
  await until(a, () => a.document.read(element, 'name') === 'Client')
  await Promise.all([saved(a), saved(b)])
  expect([...a.document.registers(element)].sort()).toEqual(
    [...b.document.registers(element)].sort()
  )
  expect(answers.map(({ tx }) => tx)).toEqual([2])
  const commit = await (await fetch(`${url}/api/models/${model}/commits/2`)).json()
  expect(commit).toMatchObject({ commit_id: answers[0]?.gesture.editId, actor: anna.id })
})

test('people see each other, and see who left', async () => {
  const model = await newModel(url)
  const a = await joined({ person: await introduce(url, 'Anna'), url, model })
  const b = await joined({ person: await introduce(url, 'Ben'), url, model })
  a.awareness.setLocalStateField('cursor', { x: 1, y: 2 })
  const cursors = () => [...b.awareness.getStates().values()].map(state => state['cursor'])
  await new Promise<void>(resolve => {
    const look = () => {
      if (cursors().some(cursor => cursor !== undefined)) resolve()
    }
    b.awareness.on('change', look)
    look()
  })
  expect(cursors()).toContainEqual({ x: 1, y: 2 })
  const left = new Promise<void>(resolve => {
    b.awareness.on('change', () => {
      if (b.awareness.getStates().size === 1) resolve()
    })
  })
  await a.close()
  await left
  await b.close()
})

test('what was done offline arrives when the way is open again', async () => {
  const model = await newModel(url)
  const proxy = await proxyBefore(url)
  const a = await joined({ person: await introduce(url, 'Anna'), url: proxy.address, model })
  const b = await joined({ person: await introduce(url, 'Ben'), url, model })
  const element = makeEntity(a, 'Customer')
  await Promise.all([saved(a), until(b, () => b.document.has(element))])
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  did(a, rename(element, 'Offline'))
  did(b, { step: 'text', element, text: 'meanwhile' })
  expect(a.status.pending).toBe(1)
  proxy.open()
  await saved(a)
  await until(b, () => b.document.read(element, 'name') === 'Offline')
  expect(a.document.read(element, 'doc')).toBe('meanwhile')
})

test('a connection that is dead without a word is noticed, and another one made', async () => {
  const model = await newModel(url)
  const proxy = await proxyBefore(url)
  const b = await joined({ person: await introduce(url, 'Ben'), url, model })
  const timing = { patience: { silence: 100, answer: 100 } }
  const anna = await introduce(url, 'Anna')
  const a = await joined({ person: anna, url: proxy.address, model, timing })
  proxy.swallow()
  const element = makeEntity(a, 'Customer')
  await until(b, () => b.document.has(element))
  await saved(a)
})

test.each(['lower', 'higher'] as const)(
  'of two concurrent writes the one that arrives last holds, though its client id be %s',
  async side => {
    const model = await newModel(url)
    const proxy = await proxyBefore(url)
    const person = await introduce(url, 'Anna')
    const b = await joined({ person: await introduce(url, 'Ben'), url, model })
    const a = await joinedWith(side, b, { person, url: proxy.address, model })
    const element = makeEntity(b, 'Customer')
    await until(a, () => a.document.has(element))
    await saved(b)
    proxy.shut()
    await until(a, () => a.status.state === 'offline')
    did(a, rename(element, 'Late'))
    did(b, rename(element, 'Early'))
    await saved(b)
    const rewritten = heard(a, 'rewritten')
    proxy.open()
    await until(b, () => b.document.read(element, 'name') === 'Late')
    await saved(a)
    expect(a.document.read(element, 'name')).toBe('Late')
    expect(rewritten.length).toBe(side === 'lower' ? 1 : 0)
  }
)

test('what broke the structure goes back, and its author is told why', async () => {
  const model = await newModel(url)
  const a = await joined({ person: await introduce(url, 'Anna'), url, model })
  const element = makeEntity(a, 'Customer')
  await saved(a)
  const refused = heard(a, 'refused')
  did(a, { step: 'set', element, attribute: 'nonsense', value: 1 }, rename(element, 'Client'))
  expect(a.document.read(element, 'name')).toBe('Client')
  await saved(a)
  expect(a.document.read(element, 'name')).toBe('Customer')
  expect(a.document.read(element, 'nonsense')).toBeUndefined()
  expect(refused.map(({ refused: { fatal, element: on } }) => [fatal, on])).toEqual([
    [false, element]
  ])
})

test('after a fatal refusal a fresh document takes over, with everything but the refused', async () => {
  const model = await newModel(url)
  const proxy = await proxyBefore(url)
  const b = await joined({ person: await introduce(url, 'Ben'), url, model })
  const anna = await introduce(url, 'Anna')
  const a = await joinedWith('higher', b, { person: anna, url: proxy.address, model })
  const other = makeEntity(a, 'Order')
  await Promise.all([saved(a), until(b, () => b.document.has(other))])
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  const element = randomUUID()
  const created = (name: string) =>
    ({ step: 'create', element, registers: { kind: 'entity', name, order: 'a1' } }) as const
  const culprit = did(a, created('Mine')) // the same key as Ben's below: it would replace his map
  did(a, rename(other, 'Purchase'))
  did(a, rename(element, 'Kept'))
  did(b, created('His'), { step: 'text', element, text: 'his words' })
  await saved(b)
  const former = a.document
  const [refused, replayed] = [heard(a, 'refused'), heard(a, 'replayed')]
  a.awareness.setLocalStateField('cursor', { x: 1 })
  proxy.open()
  await saved(a)
  expect(refused.map(({ gesture, refused: { fatal } }) => [gesture.editId, fatal])).toEqual([
    [culprit, true]
  ])
  expect(replayed.length).toBe(2)
  expect(a.document).not.toBe(former)
  expect(a.document.doc.clientID).not.toBe(former.doc.clientID)
  expect(a.awareness.getLocalState()).toMatchObject({ cursor: { x: 1 } })
  await until(b, () => b.document.read(element, 'name') === 'Kept')
  expect(b.document.read(other, 'name')).toBe('Purchase')
  expect(a.document.read(element, 'doc')).toBe('his words')
  did(a, rename(other, 'Later'))
  await until(b, () => b.document.read(other, 'name') === 'Later')
})

test('a gesture that is too large is denied at once, and what comes after it goes in', async () => {
  const model = await newModel(url)
  const a = await joined({ person: await introduce(url, 'Anna'), url, model })
  const element = makeEntity(a, 'Customer')
  await saved(a)
  const large = Array.from({ length: 20 }, () => ({
    step: 'create' as const,
    element: randomUUID(),
    registers: { kind: 'entity', name: 'Big' },
    doc: 'x'.repeat(60_000)
  }))
  expect(a.edit({ label: 'paste' }, large)).toMatchObject({ because: 'too-large' })
  did(a, rename(element, 'Client'))
  await saved(a)
  expect([...a.document.ids()].length).toBe(2)
  expect(a.document.read(element, 'name')).toBe('Client')
})

test('bytes that build on what the server never got are made anew', async () => {
  const model = await newModel(url)
  const a = await joined({ person: await introduce(url, 'Anna'), url, model })
  const element = makeEntity(a, 'Customer')
  await saved(a)
  a.document.elements.get(element)?.set('name', 'written past the journal')
  did(a, rename(element, 'Client'))
  await saved(a)
  expect(a.document.read(element, 'name')).toBe('Client')
})

test('who is not who they were does nothing in their name', async () => {
  const model = await newModel(url)
  const [anna, ben] = [await introduce(url, 'Anna'), await introduce(url, 'Ben')]
  const session = await opened({ person: { ...ben, id: anna.id }, url, model })
  await until(session, () => session.status.state === 'stopped')
  expect(session.status).toMatchObject({ cause: 'other-person' })
  expect(session.edit({ label: 'x' }, []).outcome).toBe('denied')
})

test('where there is no model it says so and stops', async () => {
  const session = await opened({ person: await introduce(url, 'Anna'), url, model: 'no-such' })
  await until(session, () => session.status.state === 'stopped')
  expect(session.status).toMatchObject({ cause: 'no-model' })
})

test('a model that was never open here is loaded over HTTP, and goes on live', async () => {
  const model = await newModel(url)
  const b = await joined({ person: await introduce(url, 'Ben'), url, model })
  const element = makeEntity(b, 'Customer')
  await saved(b)
  const person = await introduce(url, 'Anna')
  const loads: (number | undefined)[] = []
  const counted = async () => {
    const state = await whole(url, model)()
    loads.push(state?.update.length)
    return state
  }
  const a = await opened({ person, url, model, whole: counted })
  await saved(a)
  expect(loads).toEqual([expect.any(Number)])
  expect(a.document.read(element, 'name')).toBe('Customer')
  did(b, rename(element, 'Client'))
  await until(a, () => a.document.read(element, 'name') === 'Client')
  expect(await whole(url, 'no-such-model')()).toBeNull()
})
