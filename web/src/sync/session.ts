/**
 * A person's live session on one model: the document, their gestures, and the way to the server.
 *
 *     Session.open(...) ──> document, edit, status, awareness, events ──> close
 */
import type { Awareness } from 'y-protocols/awareness'
import type { Whole } from '@/api/state'
import type { Caption, Gesture } from '@/journal/gesture'
import { Journal } from '@/journal/journal'
import type { Storage } from '@/journal/storage'
import type { Json } from '@/model/change'
import { isSame } from '@/model/change'
import { difference } from '@/model/difference'
import type { ModelDocument, Touched } from '@/model/document'
import type { Step } from '@/model/edits'
import { report, tell } from '@/model/mishap'
import { Cache } from '@/sync/cache'
import type { Closing } from '@/sync/closing'
import { denied, type Edited } from '@/sync/edited'
import type { SessionEvent } from '@/sync/events'
import { Exchange } from '@/sync/exchange'
import { Link, PATIENCE, type Patience } from '@/sync/link'
import { BrokenFrame } from '@/sync/messages'
import { Presence } from '@/sync/presence'
import { type Replica, restored } from '@/sync/replica'
import { PACE, type Pace, Route } from '@/sync/route'
import type { Opener } from '@/sync/socket'
import type { Away, Status, Stop } from '@/sync/status'

export interface Opening {
  /** The base address of the server. */
  readonly url: string
  /** The model's slug. */
  readonly model: string
  /** The id of the person who is signed in (`GET /api/me`). */
  readonly user: string
  readonly storage: Storage
  readonly socket: Opener
  /** Fetches the document where this device has nothing of it; else it comes by the socket. */
  readonly whole?: Whole
  readonly timing?: Partial<Timing>
  /** Hears `online` and `offline`, when the device gets or loses its network; a browser's window. */
  readonly network?: EventTarget | undefined
}

export interface Timing {
  readonly pace: Pace
  readonly patience: Patience
  /** How often journals are looked for whose tab is gone. */
  readonly search: number
  /** How long to stay away after so many refusals that the server closed: its own measure. */
  readonly rest: number
  readonly now: () => number
  readonly random: () => number
}

export type Listener = (event: SessionEvent) => void

export type Observer = (touched: Touched) => void

const TIMING: Timing = {
  pace: PACE,
  patience: PATIENCE,
  search: 30_000,
  rest: 10_000,
  now: Date.now,
  random: Math.random
}

interface Stopped {
  readonly cause: Stop
  readonly message: string
}

export class Session {
  readonly #journal: Journal
  readonly #cache: Cache
  readonly #exchange: Exchange
  readonly #presence: Presence
  readonly #link: Link
  readonly #route: Route
  readonly #timing: Timing
  readonly #listeners = new Set<Listener>()
  readonly #observers = new Set<Observer>()
  #shown: { readonly document: ModelDocument; readonly leave: () => void }
  readonly #ending: (() => void)[] = []
  #status: Status
  #stopped: Stopped | null = null
  #retry: { readonly retryAt: number; readonly because: Away } | null = null
  #closing: Promise<void> | null = null
  #hasArrived = false
  #isSearching = false

  private constructor(opening: Opening, kept: Kept) {
    const timing = { ...TIMING, ...opening.timing }
    this.#timing = timing
    this.#journal = kept.journal
    this.#cache = new Cache(writes => kept.journal.write(writes), kept.epoch, kept.rows)
    this.#presence = new Presence(kept.replica.document.doc, frame => this.#link.send([frame]))
    this.#exchange = new Exchange(
      { ...kept, cache: this.#cache, now: timing.now },
      {
        send: frames => this.#link.send(frames),
        emit: event => this.#emit(event),
        swapped: () => this.#swapped(),
        otherPerson: actor => this.#stop('other-person', `you are signed in as ${actor} now`)
      }
    )
    this.#route = new Route(
      { server: opening.url, model: opening.model },
      timing.pace,
      timing.random
    )
    this.#link = new Link(opening.socket, this.#linkEnd(), timing.patience)
    this.#shown = this.#show()
    this.#status = this.#read()
    this.#begin(opening)
  }

  /** Open what is kept here, at once, and connect. */
  static async open(opening: Opening): Promise<Session> {
    const scope = { server: opening.url, model: opening.model, user: opening.user }
    let changed = () => {}
    const journal = await Journal.open(opening.storage, scope, () => changed())
    const session = new Session(opening, await keptIn(journal))
    changed = () => session.#changed()
    session.#changed()
    return session
  }

  /** The document to show; after the event `document` it is another one. */
  get document(): ModelDocument {
    return this.#exchange.replica.document
  }

  get status(): Status {
    return this.#status
  }

  /** Who is here; after the event `document` it is another one, with the same people. */
  get awareness(): Awareness {
    return this.#presence.awareness
  }

  /** The gestures that have no answer yet, in order. */
  get unsaved(): readonly Gesture[] {
    return this.#journal.entries.map(({ gesture }) => gesture)
  }

  /** Do something in one go; it is on the screen when this returns. */
  edit(caption: Caption, steps: readonly Step[]): Edited {
    if (this.#stopped !== null) return denied('stopped')
    return this.#exchange.edit(caption, steps)
  }

  /** Hear what happens; returns how to stop hearing. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Hear which registers changed, whoever changed them; returns how to stop hearing.
   *
   * When another document takes the place of the one that is shown, that is what they differ in.
   */
  observe(observer: Observer): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  /** The gestures without an answer, for a file: when nobody here may send them. */
  exportJournal(): Json {
    return this.#journal.exported()
  }

  /** What was noted under a name for this person and model, on this device. */
  note(name: string): Promise<unknown> {
    return this.#journal.storage.note(this.#journal.scope, name)
  }

  /** Note something that can be cloned; it outlives the page when storage does. */
  async setNote(name: string, value: unknown): Promise<void> {
    await this.#journal.write([{ write: 'note', name, value }])
  }

  /** Connect now and wait for no pause. */
  reconnect(): void {
    if (this.#stopped === null) this.#link.connect()
  }

  /** Leave; what has no answer stays in the journal. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#presence.close()
    this.#stop('closed', 'this session was closed')
    for (const end of this.#ending) end()
    void this.#journal.write(this.#cache.taken())
    await this.#journal.close()
  }

  #begin({ whole, network = globalThis.window }: Opening): void {
    const online = () => this.reconnect()
    const offline = () => this.#link.drop() // a connection on this device comes back at once
    network?.addEventListener('online', online)
    network?.addEventListener('offline', offline)
    const searching = setInterval(() => this.#search(), this.#timing.search)
    this.#ending.push(
      () => clearInterval(searching),
      () => network?.removeEventListener('online', online),
      () => network?.removeEventListener('offline', offline)
    )
    this.#search()
    const isNew = !this.#exchange.replica.isLoaded && this.#journal.entries.length === 0
    if (isNew && whole !== undefined) void this.#fetch(whole)
    else this.#link.connect()
  }

  /** Begin with what comes over HTTP, and connect; also when nothing comes, or not in time. */
  async #fetch(whole: Whole): Promise<void> {
    const late = setTimeout(() => this.reconnect(), this.#timing.patience.silence)
    this.#ending.push(() => clearTimeout(late))
    const state = await whole().catch(() => null)
    clearTimeout(late)
    if (this.#stopped !== null) return
    if (state !== null) this.#exchange.load(state)
    this.reconnect()
    this.#changed()
  }

  #linkEnd() {
    return {
      address: () => this.#route.address(this.#journal.id),
      opened: () => this.#exchange.connected(),
      received: (frame: Uint8Array) => this.#received(frame),
      closed: (closing: Closing) => this.#closed(closing)
    }
  }

  #received(frame: Uint8Array): void {
    try {
      for (const happening of this.#exchange.receive(frame)) {
        if (happening.happening === 'awareness') this.#presence.hear(happening.update)
        if (happening.happening === 'query') this.#presence.announce()
        if (happening.happening === 'in step') this.#arrived()
      }
    } catch (error) {
      this.#link.drop() // what the frame said is said again on the next connection
      if (!(error instanceof BrokenFrame)) report(error)
    }
    this.#changed()
  }

  #arrived(): void {
    this.#hasArrived = true
    this.#route.arrived(this.#timing.now())
    this.#presence.announce()
  }

  /** Return the pause before the next connection, null when there shall be none, or not yet. */
  #closed(closing: Closing): number | null {
    this.#hasArrived = false
    if (closing.do === 'lighten') this.#exchange.lighten()
    this.#exchange.disconnected()
    this.#presence.forget()
    const pause = this.#pause(closing)
    const because = closing.do === 'rest' ? 'refusals' : 'connection'
    this.#retry = pause === null ? null : { retryAt: this.#timing.now() + pause, because }
    this.#changed()
    return pause
  }

  #pause(closing: Closing): number | null {
    switch (closing.do) {
      case 'reconnect':
        return this.#route.lost(closing.after, this.#timing.now())
      case 'lighten':
        return this.#route.lost(null, this.#timing.now())
      case 'rest':
        return this.#route.lost(this.#timing.rest, this.#timing.now())
      case 'redirect':
        return this.#route.redirected(closing.url)
      case 'start anew':
        this.#exchange.spoil()
        return this.#route.lost(null, this.#timing.now())
      case 'move out':
        void this.#journal.moveOut().then(() => this.reconnect())
        return null
      case 'stop':
        this.#stop(closing.cause, closing.message)
        return null
    }
  }

  #stop(cause: Stop, message: string): void {
    this.#stopped = { cause, message }
    this.#link.stop()
    this.#exchange.disconnected()
    this.#changed()
  }

  #search(): void {
    if (this.#isSearching) return
    this.#isSearching = true
    void this.#journal.adopt().then(entries => {
      this.#isSearching = false
      if (entries.length > 0 && this.#closing === null) this.#exchange.adopt(entries)
    })
  }

  #swapped(): void {
    const former = this.#shown
    former.leave()
    this.#shown = this.#show()
    this.#presence.move(this.document.doc)
    this.#emit({ event: 'document' })
    if (this.#observers.size > 0) this.#touched(difference(former.document, this.document))
  }

  #show() {
    const { document } = this
    return { document, leave: document.observe(touched => this.#touched(touched)) }
  }

  #touched(touched: Touched): void {
    if (touched.size > 0) for (const hear of this.#observers) tell(() => hear(touched))
  }

  #changed(): void {
    if (this.#stopped === null) this.#exchange.flush()
    const status = this.#read()
    if (isSame({ ...status }, { ...this.#status })) return
    this.#status = status
    this.#emit({ event: 'status', status })
  }

  #read(): Status {
    const { isInStep, room, access, replica } = this.#exchange
    const pending = this.#journal.entries.length
    const common = { pending, durable: this.#journal.isDurable, access }
    if (this.#stopped !== null) return { ...common, state: 'stopped', ...this.#stopped }
    if (this.#retry !== null && room === null)
      return { ...common, state: 'offline', ...this.#retry }
    if (room === null || (replica.isLoaded && !this.#hasArrived)) {
      return { ...common, state: 'connecting' }
    }
    if (!replica.isLoaded) return { ...common, state: 'loading' }
    const isSaved = isInStep && pending === 0 && room.state === 'live'
    return { ...common, state: isSaved ? 'live' : 'saving' }
  }

  #emit(event: SessionEvent): void {
    for (const listener of this.#listeners) tell(() => listener(event))
  }
}

interface Kept {
  readonly journal: Journal
  readonly replica: Replica
  readonly role: string | null
  readonly epoch: number | null
  readonly rows: number
}

/** Put the document together from what is kept on this device: the room's, our gestures on top. */
async function keptIn(journal: Journal): Promise<Kept> {
  const { storage, scope } = journal
  const cached = await storage.cached(scope).catch(() => null)
  const role = await storage.note(scope, 'role').catch(() => null)
  const replica = restored(cached)
  for (const entry of journal.entries) replica.take(entry)
  return {
    journal,
    replica,
    role: typeof role === 'string' ? role : null,
    epoch: cached?.epoch ?? null,
    rows: cached?.updates.length ?? 0
  }
}
