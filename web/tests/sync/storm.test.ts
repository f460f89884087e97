/**
 * Whatever happens to three tabs of two people, and to their room.
 *
 * SCHEMAOS_STORMS sets how many storms there are.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Scope } from '@/journal/entry'
import { memoryStorage } from '@/journal/memory'
import type { Claim, Storage } from '@/journal/storage'
import type { Step } from '@/model/edits'
import { Session } from '@/sync/session'
import { Room } from './room'

const STORMS = Number(process.env['SCHEMAOS_STORMS'] ?? 150)

const ELEMENTS = ['a', 'b', 'c']
const SCOPE: Scope = { server: 'http://here', model: 'shop', user: 'u1' }

/** What may happen, how often against the others, and to which of the tabs. */
const OFTEN = {
  edit: 12,
  wait: 5,
  cut: 2,
  stale: 1,
  epoch: 1,
  'lower epoch': 1,
  refuse: 2,
  correct: 2,
  rest: 1,
  lighten: 1,
  gossip: 1,
  viewer: 1,
  editor: 1,
  broken: 1,
  taken: 1,
  full: 1,
  'not full': 1,
  search: 1,
  reload: 1,
  crash: 1
} as const

type What = keyof typeof OFTEN

const deed = fc.record({
  what: fc.oneof(
    ...(Object.entries(OFTEN) as [What, number][]).map(([what, weight]) => ({
      weight,
      arbitrary: fc.constant(what)
    }))
  ),
  who: fc.nat(2),
  which: fc.nat(2),
  how: fc.nat(20)
})

type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never

/** What one device keeps; its tabs share it, and may crash. */
class Device {
  readonly inner = memoryStorage()
  isFull = false

  tab(): Tab {
    const claims = new Set<Claim>()
    let isGone = false
    const living =
      <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
      (...given: Given): Promise<Result> =>
        isGone ? new Promise(() => undefined) : work(...given)
    const { inner } = this
    const storage: Storage = {
      ...inner,
      isDurable: true,
      commit: living((scope, writes) => {
        if (this.isFull) return Promise.reject(new Error('QuotaExceededError'))
        return inner.commit(scope, writes)
      }),
      journals: living(inner.journals),
      entries: living(inner.entries),
      claim: living(async journal => {
        const claim = await inner.claim(journal)
        if (claim !== null) claims.add(claim)
        return claim
      })
    }
    const crash = async () => {
      isGone = true
      for (const claim of claims) await claim.release()
    }
    return { device: this, storage, crash }
  }

  fill(how: 'full' | 'empty'): void {
    this.isFull = how === 'full'
  }

  /** The gestures that are on disk. */
  async kept(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>()
    for (const journal of await this.inner.journals(SCOPE)) {
      for (const { gesture } of await this.inner.entries(SCOPE, journal)) ids.add(gesture.editId)
    }
    return ids
  }
}

interface Tab {
  readonly device: Device
  readonly storage: Storage
  readonly crash: () => Promise<void>
}

interface Page extends Tab {
  readonly session: Session
  /** What this page was told, in its life, of gestures: by id. */
  readonly told: string[]
}

class Storm {
  readonly room = new Room()
  readonly made = new Set<string>()
  readonly saved = new Set<string>()
  readonly refused = new Set<string>()
  /** What built on something refused, and was said to be left. */
  readonly left = new Set<string>()
  /** What a page had not written when it crashed. */
  readonly lost = new Set<string>()
  readonly #shared = new Device()
  readonly #devices = [this.#shared, this.#shared, new Device()]
  readonly #pages: Page[] = []
  #count = 0
  #lowest = 1000

  async begin(): Promise<void> {
    this.room.begin(this.#lowest)
    this.room.write(elements => {
      for (const element of ELEMENTS) {
        const registers: [string, unknown][] = [
          ['kind', 'entity'],
          ['doc', new Y.Text()]
        ]
        elements.set(element, new Y.Map(registers))
      }
    })
    for (const who of this.#devices.keys()) await this.#load(who)
    await this.calm()
  }

  async do({ what, who, which, how }: Deed): Promise<void> {
    const { room } = this
    const page = this.#pages[who]
    const acts: Readonly<Record<What, () => unknown>> = {
      edit: () => this.#edit(who, ELEMENTS[which] ?? 'a', how),
      wait: () => this.#wait(how),
      cut: () => room.close(1006),
      stale: () => room.close(4409),
      epoch: () => this.#begin(room.epoch + 1),
      'lower epoch': () => this.#beginLower(),
      refuse: () => this.#sayOnce({ code: 'broken-update', fatal: true }),
      correct: () => this.#sayOnce({ code: 'wrong-type', fatal: false }),
      rest: () => room.close(4403, 'too many edits were refused in a short time; reload'),
      lighten: () => room.close(1009),
      gossip: () => room.gossip(),
      viewer: () => this.#turn('viewer'),
      editor: () => this.#turn('editor'),
      broken: () => room.broken(),
      taken: () => room.close(1012, 'this journal connected again'),
      full: () => page?.device.fill('full'),
      'not full': () => page?.device.fill('empty'),
      search: () => this.#wait(how),
      reload: () => this.#reload(who),
      crash: () => this.#crash(who)
    }
    await acts[what]()
  }

  /** Wait until everybody has everything; whoever was hindered is no more. */
  async calm(): Promise<readonly Session[]> {
    for (const device of this.#devices) device.isFull = false
    if (this.room.role !== 'editor') this.#turn('editor')
    const sessions = this.#pages.map(({ session }) => session)
    for (const session of sessions) await live(session)
    for (const session of sessions) await session.setNote('calm', true) // what failed is written, too
    const isKept = (await Promise.all(this.#devices.map(device => device.kept()))).some(
      ids => ids.size > 0
    )
    const isCalm = !isKept && sessions.every(({ status }) => status.state === 'live')
    if (isCalm) return sessions
    await new Promise(resolve => setImmediate(resolve)) // what a crashed tab left is looked for by the clock
    return this.calm()
  }

  async end(): Promise<void> {
    for (const { session } of this.#pages) await session.close()
  }

  #begin(epoch: number): void {
    this.room.close(1006)
    this.room.begin(epoch)
  }

  /** As after a restore: lower than any that there was. */
  #beginLower(): void {
    this.#lowest -= 1
    this.#begin(this.#lowest)
  }

  #turn(role: string): void {
    this.room.role = role
    this.room.tell()
  }

  async #wait(ticks: number): Promise<void> {
    for (let nth = 0; nth < ticks; nth += 1) await Promise.resolve()
    if (ticks % 5 === 0) await new Promise(resolve => setImmediate(resolve))
  }

  #edit(who: number, element: string, how: number): void {
    this.#count += 1
    const value = `${element}${this.#count}`
    const own = `${element}${who}`
    const session = this.#pages[who]?.session
    const on = how % 4 === 3 ? own : element
    const steps: Step[] = session?.document.has(on)
      ? [
          { step: 'set', element: on, attribute: how % 4 === 0 ? 'name' : 'plural', value },
          ...(how % 4 === 1 ? [{ step: 'text' as const, element: on, text: value }] : [])
        ]
      : [{ step: 'create', element: on, registers: { kind: 'entity', name: value } }]
    const edited = session?.edit({ label: value }, steps)
    if (edited?.outcome === 'made') this.made.add(edited.gesture.editId)
  }

  #sayOnce(refusal: { readonly code: string; readonly fatal: boolean }): void {
    this.room.verdict = () => {
      this.room.verdict = () => null
      return refusal
    }
  }

  async #reload(who: number): Promise<void> {
    await this.#leave(who, page => page.session.close())
  }

  async #crash(who: number): Promise<void> {
    await this.#leave(who, async page => {
      await page.crash()
      void page.session.close()
    })
  }

  /** What is not on disk when a page goes is lost with it: it had said that it was not durable. */
  async #leave(who: number, going: (page: Page) => Promise<void>): Promise<void> {
    const page = this.#pages[who]
    if (page === undefined) return
    await going(page)
    const kept = await page.device.kept()
    for (const { editId } of page.session.unsaved) if (!kept.has(editId)) this.lost.add(editId)
    await this.#load(who)
  }

  async #load(who: number): Promise<void> {
    const tab = (this.#devices[who] ?? new Device()).tab()
    const session = await Session.open({
      url: SCOPE.server,
      model: SCOPE.model,
      user: SCOPE.user,
      storage: tab.storage,
      socket: this.room.opener,
      timing: { pace: { first: 0, longest: 1 }, rest: 0, search: 1 }
    })
    const told: string[] = []
    session.subscribe(event => {
      const { event: name } = event
      if (name === 'saved' || name === 'refused') {
        told.push(event.gesture.editId)
        this[name].add(event.gesture.editId)
      }
      if (name === 'left') this.left.add(event.gesture.editId)
      if (name === 'rewritten') this.made.add(event.gesture.editId)
    })
    this.#pages[who] = { ...tab, session, told }
  }

  /** No page was told twice what became of a gesture. */
  get repeated(): readonly string[] {
    return this.#pages.flatMap(({ told }) => told.filter((id, at) => told.indexOf(id) !== at))
  }
}

function live(session: Session): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (session.status.state !== 'live') return
      stop()
      resolve()
    }
    const stop = session.subscribe(look)
    look()
  })
}

test('whatever happens, every gesture is answered truly, and all show what the room has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 60 }), async deeds => {
      const storm = new Storm()
      await storm.begin()
      for (const one of deeds) await storm.do(one)
      const sessions = await storm.calm()
      const { made, saved, refused, left, lost, room } = storm
      for (const { document } of sessions) expect(document.elements.toJSON()).toEqual(room.read())
      expect(storm.repeated).toEqual([])
      const answered = [...saved, ...refused]
      expect(answered.filter(editId => !made.has(editId))).toEqual([])
      const isTold = (editId: string) => [saved, refused, left, lost].some(set => set.has(editId))
      expect([...made].filter(editId => !isTold(editId))).toEqual([])
      for (const editId of saved) {
        const answer = room.answers.get(editId)
        expect(answer === undefined || 'tx' in answer).toBe(true)
      }
      for (const [editId, answer] of room.answers) {
        if (refused.has(editId)) expect('code' in answer).toBe(true)
      }
      await storm.end()
    }),
    { numRuns: STORMS, endOnFailure: STORMS > 150 }
  )
}, 600_000)
