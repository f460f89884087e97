/** Stock Yjs clients and clients that speak gestures, at one model at once. */
import { randomUUID } from 'node:crypto'
import type { CuttingProxy } from '@harness/cutting'
import { graphOf, introduce, newModel } from '@harness/people'
import { Node, Python, type Stock } from '@harness/stock'
import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import type { Json } from '@/model/change'
import type { Step } from '@/model/edits'
import type { Session } from '@/sync/session'
import { did, joined, proxyBefore, saved, until } from './sessions'

const url = inject('server')

/** Somebody of the four, whatever client they use. */
interface Somebody {
  readonly who: string
  readonly at: Stock
}

/** Who speaks gestures, in the words of those who do not. */
function gesturing(session: Session, proxy: CuttingProxy): Stock {
  const reads = (element: string, name: string) => session.document.read(element, name)
  const does = async (step: Step) => {
    session.edit({ label: 'Do' }, [step])
  }
  return {
    create: (element, registers) => does({ step: 'create', element, registers }),
    set: (element, attribute, value) => does({ step: 'set', element, attribute, value }),
    type: (element, at, text) => {
      const now = String(reads(element, 'doc') ?? '')
      return does({ step: 'text', element, text: now.slice(0, at) + text + now.slice(at) })
    },
    sees: (element, name, value) => until(session, () => reads(element, name) === value),
    offline: async () => {
      proxy.shut()
      await until(session, () => session.status.state === 'offline')
    },
    online: async () => {
      proxy.open()
      session.reconnect()
      await saved(session)
    },
    read: async () => session.document.elements.toJSON() as Record<string, Record<string, Json>>,
    [Symbol.asyncDispose]: () => session.close()
  }
}

async function gathered(model: string): Promise<readonly Somebody[]> {
  const people = await Promise.all(
    ['Ann', 'Ben'].map(async who => {
      const proxy = await proxyBefore(url)
      const person = await introduce(url, who)
      return { who, at: gesturing(await joined({ person, url: proxy.address, model }), proxy) }
    })
  )
  const [node, python] = await Promise.all([Node.open(url, model), Python.open(url, model)])
  return [...people, { who: 'Node', at: node }, { who: 'Python', at: python }]
}

const deed = fc.record({
  who: fc.nat(3),
  what: fc.constantFrom('rename', 'note', 'type', 'create', 'remove', 'move', 'offline', 'wrong'),
  on: fc.nat(3),
  to: fc.nat(3)
})

type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never

/** Do it, as far as it can be done; `names` makes every value another one. */
async function act({ who, what, on, to }: Deed, { people, shared, fresh }: Scene): Promise<void> {
  const somebody = people[who]
  const [element, other] = [shared[on], shared[to]]
  if (somebody === undefined || element === undefined || other === undefined) return
  if (what === 'rename') await somebody.at.set(element, 'name', fresh(somebody.who))
  if (what === 'note') await somebody.at.set(element, 'title', fresh(somebody.who))
  if (what === 'type') await somebody.at.type(element, 0, `${fresh(somebody.who)} `)
  if (what === 'remove') await somebody.at.set(element, 'removed', true)
  if (what === 'move') await somebody.at.set(element, 'parent', other) // an entity has no parent: wrong
  if (what === 'wrong') await somebody.at.set(element, 'unheard', 1)
  if (what === 'offline') await somebody.at.offline()
  if (what === 'create') {
    await somebody.at.create(randomUUID(), {
      kind: 'entity',
      name: fresh(somebody.who),
      order: 'a1'
    })
  }
}

interface Scene {
  readonly people: readonly Somebody[]
  /** Elements that all have from the beginning, and write as they like. */
  readonly shared: readonly string[]
  /** One for each, which nobody else writes. */
  readonly marks: readonly string[]
  readonly fresh: (who: string) => string
}

/** Everybody is online again, and has all that anybody did: a mark comes after what it follows. */
async function met({ people, marks, fresh }: Scene): Promise<void> {
  for (const somebody of people) {
    await somebody.at.offline()
    await somebody.at.online()
  }
  for (const [nth, somebody] of people.entries()) {
    const mark = fresh('mark')
    await somebody.at.set(marks[nth] ?? '', 'name', mark)
    for (const one of people) await one.at.sees(marks[nth] ?? '', 'name', mark)
  }
}

test('whatever four clients of three kinds do, also offline, all end up with what the server has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async deeds => {
      const model = await newModel(url)
      const people = await gathered(model)
      let count = 0
      const fresh = (who: string) => {
        count += 1
        return `${who} ${count}`
      }
      const shared = people.map(() => randomUUID())
      const marks = people.map(() => randomUUID())
      const scene = { people, shared, marks, fresh }
      const [first] = people
      for (const element of [...shared, ...marks]) {
        await first?.at.create(element, { kind: 'entity', name: fresh('E'), order: 'a0' })
      }
      for (const one of people) await one.at.sees(marks.at(-1) ?? '', 'kind', 'entity')
      for (const one of deeds) await act(one, scene)
      await met(scene)
      const [ann, ...others] = await Promise.all(people.map(one => one.at.read()))
      for (const other of others) expect(other).toEqual(ann)
      expect(shown(ann ?? {})).toEqual(graphed(await graphOf(url, model)))
      for (const one of people) await one.at[Symbol.asyncDispose]()
    }),
    { numRuns: 8, endOnFailure: true }
  )
}, 120_000)

type Elements = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The document's elements that are in the graph, without what holds nothing. */
function shown(elements: Elements): Elements {
  return bare(Object.entries(elements).filter(([, { kind, removed }]) => kind && removed !== true))
}

function graphed({ elements }: Awaited<ReturnType<typeof graphOf>>): Elements {
  return bare(elements.map(({ id, ...registers }) => [id, registers]))
}

function bare(
  elements: readonly (readonly [string, Readonly<Record<string, unknown>>])[]
): Elements {
  return Object.fromEntries(
    elements.map(([id, registers]) => [
      id,
      Object.fromEntries(
        Object.entries(registers).filter(([, value]) => value !== null && value !== '')
      )
    ])
  )
}

test('a stock client whose edit is rejected is closed for good; all others work on', async () => {
  const model = await newModel(url)
  await using node = await Node.open(url, model)
  await using python = await Python.open(url, model)
  const ann = await joined({ person: await introduce(url, 'Ann'), url, model })
  const element = randomUUID()
  did(ann, { step: 'create', element, registers: { kind: 'entity', name: 'Order' } })
  for (const stock of [node, python]) await stock.sees(element, 'name', 'Order')
  const closed = node.closed()
  await node.create(element, { kind: 'value', name: 'Else' })
  expect(await closed).toBe(4403)
  expect(node.provider.shouldConnect).toBe(false)
  await python.set(element, 'name', 'Purchase')
  await until(ann, () => ann.document.read(element, 'name') === 'Purchase')
  expect(ann.document.read(element, 'kind')).toBe('entity')
  await using again = await Node.open(url, model)
  expect(Object.keys(await again.read())).toContain(element)
  expect(node.provider.wsconnected).toBe(false)
})
