import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryStorage } from '@/journal/memory'
import type { Step } from '@/model/edits'
import { Session } from '@/sync/session'
import { Room } from './room'

const ELEMENTS = ['a', 'b', 'c']

/** What may happen to two people, in any order. */
const deed = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('edit' as const), fc.nat(1), fc.nat(2), fc.nat(3)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('cut' as const), fc.nat(0), fc.nat(0), fc.nat(0)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('stale' as const), fc.nat(0), fc.nat(0), fc.nat(0))
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('epoch' as const), fc.nat(0), fc.nat(0), fc.nat(0))
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('reload' as const), fc.nat(1), fc.nat(0), fc.nat(0))
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('refuse' as const), fc.nat(0), fc.nat(0), fc.nat(0))
  },
  { weight: 3, arbitrary: fc.tuple(fc.constant('wait' as const), fc.nat(20), fc.nat(0), fc.nat(0)) }
)

type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never

/** Two people in one room, where everything goes wrong that may. */
class Storm {
  readonly room = new Room()
  readonly made = new Set<string>()
  readonly answered: string[] = []
  /** What built on something refused, and was said to be left. */
  readonly left = new Set<string>()
  readonly #storages = [memoryStorage(), memoryStorage()]
  readonly #sessions: Session[] = []
  #count = 0

  async begin(): Promise<void> {
    this.room.write(elements => {
      for (const element of ELEMENTS) {
        elements.set(
          element,
          new Y.Map<unknown>([
            ['kind', 'entity'],
            ['doc', new Y.Text()]
          ])
        )
      }
    })
    for (const who of [0, 1]) await this.#load(who)
    await this.calm()
  }

  async do([what, who, which, how]: Deed): Promise<void> {
    if (what === 'edit') this.#edit(who, ELEMENTS[which] ?? 'a', how)
    if (what === 'cut') this.room.close(1006)
    if (what === 'stale') this.room.close(4409)
    if (what === 'epoch') {
      this.room.close(1006)
      this.room.begin()
    }
    if (what === 'refuse') this.#refuseOne()
    if (what === 'reload') await this.#reload(who)
    if (what === 'wait') for (let nth = 0; nth < who; nth += 1) await Promise.resolve()
  }

  /** Wait until everybody has everything. */
  async calm(): Promise<readonly Session[]> {
    for (const session of this.#sessions) {
      await new Promise<void>(resolve => {
        const look = () => {
          if (session.status.state !== 'live') return
          stop()
          resolve()
        }
        const stop = session.subscribe(look)
        look()
      })
    }
    const isCalm = this.#sessions.every(({ status }) => status.state === 'live')
    return isCalm ? this.#sessions : this.calm()
  }

  async end(): Promise<void> {
    for (const session of this.#sessions) await session.close()
  }

  #edit(who: number, element: string, how: number): void {
    this.#count += 1
    const value = `${element}${this.#count}`
    const own = `${element}${who}`
    const session = this.#sessions[who]
    const on = how === 3 ? own : element
    const steps: Step[] = session?.document.has(on)
      ? [
          { step: 'set', element: on, attribute: how === 0 ? 'name' : 'plural', value },
          ...(how === 1 ? [{ step: 'text' as const, element: on, text: value }] : [])
        ]
      : [{ step: 'create', element: on, registers: { kind: 'entity', name: value } }]
    const edited = session?.edit({ label: value }, steps)
    if (edited?.outcome === 'made') this.made.add(edited.gesture.editId)
  }

  #refuseOne(): void {
    this.room.verdict = () => {
      this.room.verdict = () => null
      return { code: 'broken-update', fatal: true }
    }
  }

  async #reload(who: number): Promise<void> {
    await this.#sessions[who]?.close()
    await this.#load(who)
  }

  async #load(who: number): Promise<void> {
    const session = await Session.open({
      url: 'http://here',
      model: 'shop',
      user: 'u1',
      storage: this.#storages[who] ?? memoryStorage(),
      socket: this.room.opener,
      timing: { pace: { first: 0, longest: 1 }, search: 1_000_000 }
    })
    session.subscribe(event => {
      const { event: name } = event
      if (name === 'saved' || name === 'refused') this.answered.push(event.gesture.editId)
      if (name === 'left') this.left.add(event.gesture.editId)
      if (name === 'rewritten') this.made.add(event.gesture.editId)
    })
    this.#sessions[who] = session
  }
}

test('whatever happens, every gesture is answered once, and all show what the room has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async deeds => {
      const storm = new Storm()
      await storm.begin()
      for (const one of deeds) await storm.do(one)
      const sessions = await storm.calm()
      for (const { document } of sessions) {
        expect(document.elements.toJSON()).toEqual(storm.room.read())
      }
      const { made, answered, left } = storm
      expect(new Set(answered).size).toBe(answered.length)
      expect(answered.filter(editId => !made.has(editId))).toEqual([])
      expect([...made].filter(editId => !answered.includes(editId) && !left.has(editId))).toEqual(
        []
      )
      await storm.end()
    }),
    { numRuns: 150 }
  )
}, 60_000)
