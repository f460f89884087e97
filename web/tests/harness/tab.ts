/** A person's tab on a model, as a browser would have it: session, history, storage, network. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { CuttingProxy } from '@harness/cutting'
import { Locks } from '@harness/locks'
import { cookieOf, type Person } from '@harness/people'
import { IDBFactory } from 'fake-indexeddb'
import { WebSocket as Socket } from 'ws'
import { chronicle } from '@/api/chronicle'
import { History } from '@/journal/history'
import { indexedStorage } from '@/journal/indexed'
import type { Storage } from '@/journal/storage'
import type { Value } from '@/model/change'
import type { ModelDocument } from '@/model/document'
import type { Step } from '@/model/edits'
import type { SessionEvent } from '@/sync/events'
import { Session } from '@/sync/session'
import { opener } from '@/sync/socket'

/** Milliseconds; whatever is waited for comes in a fraction of it, or never. */
const PATIENCE = 20_000

/** What a browser keeps on disk; it outlives its tabs. */
class Device {
  readonly factory = new IDBFactory()
  locks = new Locks()

  storage(): Crashing {
    const { factory } = this
    const storage = indexedStorage(this.locks)
    let isGone = false
    const onDevice =
      <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
      (...given: Given): Promise<Result> => {
        if (isGone) return new Promise(() => undefined)
        globalThis.indexedDB = factory // read when the database is opened, at once
        return work(...given)
      }
    return {
      isDurable: storage.isDurable,
      commit: onDevice(storage.commit),
      journals: onDevice(storage.journals),
      entries: onDevice(storage.entries),
      cached: onDevice(storage.cached),
      note: onDevice(storage.note),
      claim: storage.claim,
      close: storage.close,
      crash: () => {
        isGone = true
      }
    }
  }
}

/** Storage whose page may crash: from then on nothing it asks for is done, or answered. */
interface Crashing extends Storage {
  crash(): void
}

export interface Place {
  readonly server: string
  readonly model: string
}

export class Tab {
  readonly person: Person
  readonly proxy: CuttingProxy
  /** Everything that the session told, oldest first. */
  readonly events: SessionEvent[] = []
  /** What the person was told without having asked. */
  readonly told: string[] = []
  readonly #place: Place
  readonly #device = new Device()
  readonly #tab = randomUUID()
  #session: Session | undefined
  #history: History | undefined
  #storage: Crashing | undefined

  private constructor(place: Place, person: Person, proxy: CuttingProxy) {
    this.#place = place
    this.person = person
    this.proxy = proxy
  }

  /** Open a tab whose connection can be cut; `synced` waits until it shows the model. */
  static async open(place: Place, person: Person): Promise<Tab> {
    const tab = new Tab(place, person, await CuttingProxy.before(place.server))
    await tab.load()
    return tab
  }

  get session(): Session {
    if (this.#session === undefined) throw new Error('the tab is closed; load it first')
    return this.#session
  }

  get history(): History {
    if (this.#history === undefined) throw new Error('the tab is closed; load it first')
    return this.#history
  }

  get document(): ModelDocument {
    return this.session.document
  }

  get pending(): number {
    return this.session.status.pending
  }

  /** The generation of the room's document. */
  get epoch(): unknown {
    return this.document.doc.getMap('meta').get('epoch')
  }

  read(element: string, attribute: string): Value {
    return this.document.read(element, attribute)
  }

  /** Do something under a label; returns the id that its commit will have. */
  edit(label: string, ...steps: readonly Step[]): string {
    const edited = this.session.edit({ label }, steps)
    if (edited.outcome !== 'made') throw new Error(`${label}: ${JSON.stringify(edited)}`)
    return edited.gesture.editId
  }

  undo(): Promise<string> {
    return this.history.undo()
  }

  redo(): Promise<string> {
    return this.history.redo()
  }

  /** Load the page; also after `shut` and `crash`. */
  async load(): Promise<void> {
    const { server: _, model } = this.#place
    const url = this.proxy.address
    const headers = { cookie: cookieOf(this.person, url) }
    this.#storage = this.#device.storage()
    const session = await Session.open({
      url,
      model,
      user: this.person.id,
      storage: this.#storage,
      socket: opener(address => new Socket(address, { headers }) as unknown as WebSocket),
      timing: { pace: { first: 20, longest: 200 } }
    })
    session.subscribe(event => this.events.push(event))
    this.#session = session
    this.#history = await History.open({
      desk: session,
      user: this.person.id,
      tab: this.#tab,
      chronicle: chronicle(url, model),
      tell: line => this.told.push(line)
    })
  }

  /** Leave the page; what it kept stays on the device. */
  async shut(): Promise<void> {
    this.#history?.close()
    await this.#session?.close()
    await this.#storage?.close()
    this.#session = undefined
    this.#history = undefined
  }

  async reload(): Promise<void> {
    await this.shut()
    await this.load()
  }

  /** Wait until what was done here would outlive the page. */
  async kept(): Promise<void> {
    await this.session.setNote('kept', true) // what is written is written in order
  }

  /** Lose the page without a word, and load it anew. */
  async crash(): Promise<void> {
    this.#storage?.crash()
    this.#device.locks.crash()
    this.#history?.close()
    void this.#session?.close()
    await this.load()
  }

  /** Lose the network, until `online`. */
  offline(): void {
    this.proxy.shut()
  }

  async online(): Promise<void> {
    this.proxy.open()
    this.session.reconnect()
    await this.saved()
  }

  /** Wait until it shows the room as it is, with everything that was done here on disk. */
  async saved(): Promise<void> {
    await this.until(() => this.session.status.state === 'live')
  }

  /** Wait until a register holds a value. */
  async sees(element: string, attribute: string, value: Value): Promise<void> {
    await this.until(() => JSON.stringify(this.read(element, attribute)) === JSON.stringify(value))
  }

  /** Wait until something is so here. */
  until(isSo: () => boolean): Promise<void> {
    return until([this], isSo)
  }

  /** Be told whenever the session or its document may have changed; returns how to stop. */
  watch(look: () => void): () => void {
    const { session } = this
    const watching = () => {
      const { doc } = session.document
      doc.on('update', look)
      return () => doc.off('update', look)
    }
    let unwatch = watching()
    const unsubscribe = session.subscribe(({ event }) => {
      if (event === 'document') {
        unwatch()
        unwatch = watching()
      }
      look()
    })
    return () => {
      unwatch()
      unsubscribe()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shut()
    await this.proxy[Symbol.asyncDispose]()
  }
}

/** Wait until something is so in some tabs; looked at whenever one of them may have changed. */
function until(tabs: readonly Tab[], isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (isSo()) end(resolve)
    }
    const ends = tabs.map(tab => tab.watch(look))
    const late = setTimeout(() => {
      const states = tabs.map(({ session }) => JSON.stringify(session.status)).join()
      end(() => reject(new Error(`${isSo} did not come true: ${states}`)))
    }, PATIENCE)
    const end = (settle: () => void) => {
      clearTimeout(late)
      for (const stop of ends) stop()
      settle()
    }
    look()
  })
}

/** Wait until everything that was done in these tabs is on disk and on the screens of all. */
export async function together(...tabs: readonly Tab[]): Promise<void> {
  await until(tabs, () => {
    const [first, ...others] = tabs.map(({ document }) => shown(document))
    const areLive = tabs.every(({ session }) => session.status.state === 'live')
    return areLive && others.every(other => isDeepStrictEqual(other, first))
  })
}

function shown(document: ModelDocument): unknown {
  return document.elements.toJSON()
}
