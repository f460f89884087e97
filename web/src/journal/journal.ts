/**
 * The journal: a person's gestures on one model, from when they are made until they are answered.
 *
 *     keep ──> written ──> (sent, by sync/) ──> settle: answered, it leaves
 *                                        └────> refuse: it leaves, and what builds on it is stale
 *
 * Each tab has a journal of its own and owns it while it lives; a journal whose tab is gone is
 * taken over whole. What is here is what "N changes kept here" counts.
 */
import { v4 } from 'uuid'
import { UNCLAIMED } from '@/journal/claims'
import type { Entry, Scope } from '@/journal/entry'
import { exported, type Gesture } from '@/journal/gesture'
import { memoryStorage } from '@/journal/memory'
import { Mirror } from '@/journal/mirror'
import { Row } from '@/journal/row'
import type { Claim, Storage, Write } from '@/journal/storage'
import type { Json } from '@/model/change'

/** How a gesture is kept: `ground` are writes of what its bytes build on, done in one with it. */
export interface Keeping extends Pick<Entry, 'epoch' | 'bytes'> {
  readonly ground?: readonly Write[]
}

/** Told when entries came or went, got written, or turned durable or not. */
export type Changed = () => void

export class Journal {
  readonly scope: Scope
  readonly storage: Storage
  readonly #mirror: Mirror
  readonly #changed: Changed
  readonly #written = new Set<string>()
  #claim: Claim
  #id: string
  readonly #row: Row
  /** What changes who owns what is done one after the other, and closing comes last. */
  #owning: Promise<unknown> = Promise.resolve()
  #isClosing = false

  private constructor(opened: Opened, scope: Scope, changed: Changed) {
    this.scope = scope
    this.storage = opened.storage
    this.#mirror = new Mirror(opened.storage, scope, () => this.entries.map(this.#keeping))
    this.#changed = changed
    this.#claim = opened.claim
    this.#id = opened.id
    this.#row = new Row(opened.entries)
    for (const { gesture } of opened.entries) this.#written.add(gesture.editId)
    this.#watch()
  }

  /** Take over the journal of a tab that is gone, or begin one; in memory where storage fails. */
  static async open(storage: Storage, scope: Scope, changed: Changed): Promise<Journal> {
    const opened = await opening(storage, scope).catch(() => opening(memoryStorage(), scope))
    return new Journal(opened, scope, changed)
  }

  /** What the server knows this journal by; no two connections have the same. */
  get id(): string {
    return this.#id
  }

  /** What has no answer yet, in the order in which it was done. */
  get entries(): readonly Entry[] {
    return this.#row.entries
  }

  /** False: what is here goes with the page. */
  get isDurable(): boolean {
    return this.#mirror.isDurable
  }

  find(editId: string): Entry | undefined {
    return this.#row.find(editId)
  }

  /** Whether an entry is on disk, or known not to come there: now it may be sent. */
  isWritten(entry: Entry): boolean {
    return this.#written.has(entry.gesture.editId)
  }

  /** Keep a gesture until it is answered. */
  keep(gesture: Gesture, { epoch, bytes, ground }: Keeping): void {
    const entry = { place: this.#row.nextPlace, gesture, epoch, bytes }
    this.#row.add(entry)
    void this.#writeEntries([entry], ground)
    this.#changed()
  }

  /** Let an answered gesture go, in one write with what its answer brought. */
  settle(entry: Entry, brought: readonly Write[] = []): void {
    this.#remove(entry)
    void this.write([...brought, this.#dropping(entry)])
    this.#changed()
  }

  /** Let a gesture go that never entered: what was made after it may build on it. */
  refuse(entry: Entry): void {
    this.#remove(entry)
    this.#spoil([this.#dropping(entry)])
    this.#changed()
  }

  /** The document that the bytes of all entries build on is gone. */
  stale(): void {
    this.#spoil([])
  }

  /** Put a gesture that was written anew in the place of its former self. */
  replace(entry: Entry, gesture: Gesture, epoch: number): void {
    const anew: Entry = { place: entry.place, gesture, epoch, bytes: 'exact' }
    this.#row.replace(anew)
    this.#written.delete(gesture.editId)
    void this.#writeEntries([anew])
  }

  /** Take over what tabs left behind that are gone; returns what came. */
  adopt(): Promise<readonly Entry[]> {
    return this.#own(() => this.#adopt(), [])
  }

  /** Go on under another id, because somebody else has this one. */
  moveOut(): Promise<void> {
    return this.#own(() => this.#moveOut('ours'), undefined)
  }

  /** Write what belongs to the same person and model. */
  write(writes: readonly Write[]): Promise<void> {
    return this.#mirror.write(writes)
  }

  /** All entries as JSON, for a file that the person keeps. */
  exported(): Json {
    const { server, model, user } = this.scope
    return { server, model, user, gestures: this.entries.map(({ gesture }) => exported(gesture)) }
  }

  /** Wait for what is being written, and leave the journal to who comes next. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.#owning
    await this.write([])
    await this.#claim.release()
  }

  /** Do something once what was begun is done; nothing is begun any more when it closes. */
  #own<Result>(work: () => Promise<Result>, closed: Result): Promise<Result> {
    const owning = this.#owning.then(() => (this.#isClosing ? closed : work()))
    this.#owning = owning
    return owning
  }

  async #adopt(): Promise<readonly Entry[]> {
    const adopted: Entry[] = []
    for (const other of await this.storage.journals(this.scope).catch(() => [])) {
      if (other !== this.#id) adopted.push(...(await this.#adoptFrom(other)))
    }
    if (adopted.length > 0) this.#changed()
    return adopted
  }

  /** What stays behind in a journal that is not ours any more is left to who has it now. */
  async #moveOut(former: 'ours' | 'lost'): Promise<void> {
    const claim = this.#claim
    const { id, claim: own } = await begin(this.storage)
    const behind = this.entries.map(entry => this.#dropping(entry))
    this.#id = id
    this.#claim = own
    this.#watch()
    await this.#writeEntries(this.entries, former === 'ours' ? behind : [])
    await claim.release()
  }

  async #adoptFrom(other: string): Promise<readonly Entry[]> {
    const claim = await this.storage.claim(other).catch(() => null)
    if (claim === null) return []
    try {
      const left = await this.storage.entries(this.scope, other)
      const news = left
        .filter(({ gesture }) => this.find(gesture.editId) === undefined)
        .map((entry, nth) => ({ ...entry, place: this.#row.nextPlace + nth }))
      for (const entry of news) {
        this.#row.add(entry)
        this.#written.add(entry.gesture.editId)
      }
      const gone: Write[] = left.map(({ place }) => ({ write: 'drop', journal: other, place }))
      await this.write([...news.map(this.#keeping), ...gone])
      return news
    } catch {
      return [] // it stays where it is, for the next attempt
    } finally {
      await claim.release()
    }
  }

  #watch(): void {
    const claim = this.#claim
    void claim.lost.then(() =>
      this.#own(async () => {
        if (this.#claim === claim) await this.#moveOut('lost')
      }, undefined)
    )
  }

  #spoil(writes: readonly Write[]): void {
    const exact = this.entries.filter(({ bytes }) => bytes === 'exact')
    const spoilt = exact.map((entry): Entry => ({ ...entry, bytes: 'stale' }))
    for (const entry of spoilt) this.#row.replace(entry)
    void this.write([...writes, ...spoilt.map(this.#keeping)])
  }

  #remove(entry: Entry): void {
    this.#row.remove(entry)
    this.#written.delete(entry.gesture.editId)
  }

  async #writeEntries(entries: readonly Entry[], along: readonly Write[] = []): Promise<void> {
    const ids = entries.map(({ gesture }) => gesture.editId)
    await this.write([...along, ...entries.map(this.#keeping)])
    for (const editId of ids) if (this.find(editId) !== undefined) this.#written.add(editId)
    this.#changed()
  }

  readonly #keeping = (entry: Entry): Write => ({ write: 'keep', journal: this.#id, entry })

  #dropping({ place }: Entry): Write {
    return { write: 'drop', journal: this.#id, place }
  }
}

interface Opened {
  readonly storage: Storage
  readonly id: string
  readonly claim: Claim
  readonly entries: readonly Entry[]
}

async function opening(storage: Storage, scope: Scope): Promise<Opened> {
  for (const id of await storage.journals(scope)) {
    const claim = await storage.claim(id)
    if (claim !== null)
      return { storage, id, claim, entries: await taken(storage, scope, id, claim) }
  }
  return { storage, ...(await begin(storage)), entries: [] }
}

async function begin(storage: Storage): Promise<{ id: string; claim: Claim }> {
  const id = v4()
  const claim = await storage.claim(id).catch(() => null)
  return { id, claim: claim ?? UNCLAIMED }
}

/** The entries of a journal that is ours; when they cannot be read it is given back to others. */
async function taken(
  storage: Storage,
  scope: Scope,
  id: string,
  claim: Claim
): Promise<readonly Entry[]> {
  try {
    return await storage.entries(scope, id)
  } catch (error) {
    await claim.release()
    throw error
  }
}
