/**
 * What the rules find in the model, as the server said last: by element, and counted upwards.
 *
 *     on opening, after a notice, back online ──> asked ──> by element; cards and contexts count
 *                                                           what stands in them
 *
 * What was known last is kept on this device, so that it is there without a connection too.
 */
import type { Finding } from '@/api/http.gen'
import { tell } from '@/model/mishap'
import type { SessionEvent } from '@/sync/events'
import type { Status } from '@/sync/status'

/** What is wrong with an element, or with something that stands in it. */
export interface Problems {
  readonly level: 'error' | 'warning'
  /** How many, all that stand in it too. */
  readonly count: number
  /** Those of the element itself. */
  readonly own: readonly Finding[]
}

export interface Report {
  /** `asking`: nothing is known yet; `old`: known from before the connection was lost. */
  readonly state: 'asking' | 'checked' | 'old'
  /** Gravest first. */
  readonly items: readonly Finding[]
  readonly errors: number
  readonly warnings: number
}

/** What findings need of a session. */
interface Room {
  readonly status: Status
  subscribe(listener: (event: SessionEvent) => void): () => void
  note(name: string): Promise<unknown>
  setNote(name: string, value: unknown): Promise<void>
}

/** What findings need of the graph: what an element stands in, and when that changes. */
interface Tree {
  ancestors(id: string): readonly { readonly id: string }[]
  subscribe(listener: () => void): () => void
}

interface Opening {
  readonly room: Room
  readonly tree: Tree
  readonly ask: (signal: AbortSignal) => Promise<readonly Finding[]>
}

const NOTE = 'findings'
const MOST_NOTED = 500
/** Milliseconds: a burst of gestures is asked for once. */
const PAUSE = 400
const BEGINNING: Report = { state: 'asking', items: [], errors: 0, warnings: 0 }

export class Findings {
  readonly #opening: Opening
  readonly #leaving = new AbortController()
  readonly #listeners = new Set<() => void>()
  readonly #ending: (() => void)[]
  #report = BEGINNING
  #problems: ReadonlyMap<string, Problems> = new Map()
  #isOnline: boolean
  #isAsking = false
  #isDue = false
  #asking: ReturnType<typeof setTimeout> | undefined
  #counting: ReturnType<typeof setTimeout> | undefined

  constructor(opening: Opening) {
    this.#opening = opening
    const { room, tree } = opening
    this.#isOnline = isOnline(room.status)
    this.#ending = [
      room.subscribe(event => this.#hear(event)),
      tree.subscribe(() => this.#countSoon())
    ]
    void this.#recall()
    if (this.#isOnline) this.#ask()
  }

  get report(): Report {
    return this.#report
  }

  /** The same object until it is another; null when all is well with it and in it. */
  problemsOf(element: string): Problems | null {
    return this.#problems.get(element) ?? null
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    for (const end of this.#ending) end()
    clearTimeout(this.#asking)
    clearTimeout(this.#counting)
    this.#leaving.abort()
    this.#listeners.clear()
  }

  #hear(event: SessionEvent): void {
    if (event.event === 'notice' && event.topic === 'findings') this.#askSoon()
    if (event.event !== 'status') return
    const wasOnline = this.#isOnline
    this.#isOnline = isOnline(event.status)
    if (this.#isOnline && !wasOnline) this.#ask()
    if (!this.#isOnline && wasOnline) this.#age()
  }

  #askSoon(): void {
    this.#asking ??= setTimeout(() => this.#ask(), PAUSE)
  }

  #ask(): void {
    clearTimeout(this.#asking)
    this.#asking = undefined
    if (this.#isAsking) {
      this.#isDue = true
      return
    }
    this.#isAsking = true
    this.#isDue = false
    const { ask } = this.#opening
    const { signal } = this.#leaving
    void ask(signal)
      .then(
        items => this.#answered(items),
        () => this.#age()
      )
      .finally(() => {
        this.#isAsking = false
        if (this.#isDue && !signal.aborted) this.#askSoon()
      })
  }

  #answered(items: readonly Finding[]): void {
    if (this.#leaving.signal.aborted) return
    this.#take({ state: 'checked', items })
    const kept = items.slice(0, MOST_NOTED)
    void this.#opening.room.setNote(NOTE, kept).catch(() => undefined)
  }

  /** What is known grows old while nobody can be asked. */
  #age(): void {
    const { state } = this.#report
    if (state !== 'checked' || this.#leaving.signal.aborted) return
    this.#report = { ...this.#report, state: 'old' }
    this.#tell()
  }

  async #recall(): Promise<void> {
    const noted = await this.#opening.room.note(NOTE).catch(() => null)
    if (!Array.isArray(noted) || this.#report.state !== 'asking') return
    this.#take({ state: 'old', items: noted as readonly Finding[] })
  }

  #take({ state, items }: Pick<Report, 'state' | 'items'>): void {
    const counted = (level: string) => items.filter(one => one.level === level).length
    this.#report = { state, items, errors: counted('error'), warnings: counted('warning') }
    this.#count()
    this.#tell()
  }

  /** Elements move, and with them what is counted of them. */
  #countSoon(): void {
    if (this.#report.items.length === 0) return
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined
      if (this.#count()) this.#tell()
    }, PAUSE)
  }

  /** True when anything is counted otherwise than before. */
  #count(): boolean {
    const former = this.#problems
    const counts = new Counts()
    for (const found of this.#report.items) {
      if (found.level === 'info') continue
      const above = this.#opening.tree.ancestors(found.element)
      counts.add(found, [found.element, ...above.map(({ id }) => id)])
    }
    this.#problems = counts.settled(former)
    if (this.#problems.size !== former.size) return true
    return [...this.#problems].some(([id, problems]) => former.get(id) !== problems)
  }

  #tell(): void {
    for (const listener of this.#listeners) tell(listener)
  }
}

/** Counts findings for elements and all above them. */
class Counts {
  readonly #counts = new Map<string, { errors: number; warnings: number; own: Finding[] }>()

  add(found: Finding, elements: readonly string[]): void {
    for (const element of elements) {
      const count = this.#counts.get(element) ?? { errors: 0, warnings: 0, own: [] }
      if (found.level === 'error') count.errors += 1
      else count.warnings += 1
      if (element === found.element) count.own.push(found)
      this.#counts.set(element, count)
    }
  }

  /** What was counted; where that is the same as before, the same object. */
  settled(former: ReadonlyMap<string, Problems>): ReadonlyMap<string, Problems> {
    const settled = new Map<string, Problems>()
    for (const [element, { errors, warnings, own }] of this.#counts) {
      const level = errors > 0 ? 'error' : 'warning'
      const problems: Problems = { level, count: errors + warnings, own }
      const before = former.get(element)
      settled.set(element, before !== undefined && isSame(before, problems) ? before : problems)
    }
    return settled
  }
}

function isSame(one: Problems, other: Problems): boolean {
  return (
    one.level === other.level &&
    one.count === other.count &&
    one.own.length === other.own.length &&
    one.own.every((found, place) => isSameFound(found, other.own[place]))
  )
}

function isSameFound(one: Finding, other: Finding | undefined): boolean {
  return (
    one.rule === other?.rule &&
    one.attribute === other.attribute &&
    one.level === other.level &&
    one.message === other.message &&
    JSON.stringify(one.fixes) === JSON.stringify(other.fixes)
  )
}

function isOnline({ state }: Status): boolean {
  return state === 'live' || state === 'saving' || state === 'loading'
}
