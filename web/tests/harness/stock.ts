/** Clients that know nothing of gestures: y-websocket's provider, and pycrdt's in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { python } from '@harness/server'
import { WebSocket as Socket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Json } from '@/model/change'

type Registers = Readonly<Record<string, Json>>

/** What both can do; each is done when its promise resolves. */
export interface Stock extends AsyncDisposable {
  create(element: string, registers: Registers): Promise<void>
  set(element: string, name: string, value: Json): Promise<void>
  type(element: string, at: number, text: string): Promise<void>
  /** Wait until a register holds a value. */
  sees(element: string, name: string, value: Json): Promise<void>
  offline(): Promise<void>
  online(): Promise<void>
  read(): Promise<Readonly<Record<string, Registers>>>
}

const address = (server: string) => `${server.replace('http', 'ws')}/api/sync`

/** A y-websocket provider, as its README shows it. */
export class Node implements Stock {
  readonly provider: WebsocketProvider
  readonly #doc = new Y.Doc()
  readonly #elements = this.#doc.getMap<Y.Map<unknown>>('elements')

  private constructor(server: string, model: string) {
    this.provider = new WebsocketProvider(address(server), model, this.#doc, {
      WebSocketPolyfill: Socket as unknown as typeof WebSocket,
      disableBc: true
    })
  }

  static async open(server: string, model: string): Promise<Node> {
    const node = new Node(server, model)
    await node.#synced()
    return node
  }

  async create(element: string, registers: Registers): Promise<void> {
    const map = new Y.Map<unknown>([...Object.entries(registers), ['doc', new Y.Text()]])
    this.#elements.set(element, map)
  }

  async set(element: string, name: string, value: Json): Promise<void> {
    this.#elements.get(element)?.set(name, value)
  }

  async type(element: string, at: number, text: string): Promise<void> {
    const held = this.#elements.get(element)?.get('doc')
    if (held instanceof Y.Text) held.insert(at, text)
  }

  sees(element: string, name: string, value: Json): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (this.#elements.get(element)?.get(name) !== value) return
        this.#doc.off('update', look)
        resolve()
      }
      this.#doc.on('update', look)
      look()
    })
  }

  async offline(): Promise<void> {
    this.provider.disconnect()
  }

  online(): Promise<void> {
    this.provider.connect()
    return this.#synced()
  }

  async read(): Promise<Readonly<Record<string, Registers>>> {
    return this.#elements.toJSON()
  }

  /** Wait until the server has closed the connection; returns its code. */
  closed(): Promise<number | undefined> {
    return new Promise(resolve => {
      this.provider.once('connection-close', event => resolve(event?.code))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.provider.destroy()
  }

  #synced(): Promise<void> {
    return new Promise(resolve => {
      if (this.provider.synced) resolve()
      else this.provider.once('sync', () => resolve())
    })
  }
}

/** A pycrdt provider. */
export class Python implements Stock {
  readonly #child: ChildProcess
  readonly #lines: Interface

  private constructor(child: ChildProcess) {
    if (child.stdout === null) throw new Error('the provider has no standard output')
    this.#child = child
    this.#lines = createInterface({ input: child.stdout })
  }

  static async open(server: string, model: string): Promise<Python> {
    const program = join(import.meta.dirname, 'provider.py')
    const child = spawn(python(), [program, `${address(server)}/${model}`], {
      stdio: ['pipe', 'pipe', 'inherit']
    })
    const person = new Python(child)
    await person.online()
    return person
  }

  async create(id: string, registers: Registers): Promise<void> {
    await this.#do({ op: 'create', id, registers })
  }

  async set(id: string, name: string, value: Json): Promise<void> {
    await this.#do({ op: 'set', id, name, value })
  }

  async type(id: string, at: number, text: string): Promise<void> {
    await this.#do({ op: 'type', id, at, text })
  }

  async sees(id: string, name: string, value: Json): Promise<void> {
    await this.#do({ op: 'await', id, name, value })
  }

  async offline(): Promise<void> {
    await this.#do({ op: 'offline' })
  }

  async online(): Promise<void> {
    await this.#do({ op: 'online' })
  }

  async read(): Promise<Readonly<Record<string, Registers>>> {
    return ((await this.#do({ op: 'read' })) ?? {}) as Readonly<Record<string, Registers>>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }

  async #do(deed: Registers): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify(deed)}\n`)
    const [line] = (await once(this.#lines, 'line')) as [string]
    return JSON.parse(line)
  }
}
