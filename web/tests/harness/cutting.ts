/**
 * A proxy that cuts: forwards bytes both ways and counts the WebSocket frames that pass.
 *
 *     client  ──frames──▶  proxy  ──frames──▶  server
 *             ◀──frames──         ◀──frames──
 *
 * A planned cut lets frame N through, whole and read by whom it is for, and nothing after it.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export type Side = 'client' | 'server'

/** Cut after `frames` frames from `side` have passed, counted from the handshake. */
export interface Cut {
  readonly side: Side
  readonly frames: number
}

interface Plan extends Cut {
  readonly done: () => void
}

/** What a connection learns at its handshake: where its frames are counted, and its planned cut. */
interface Meeting {
  readonly passed: Record<Side, number>
  plan: Plan | undefined
}

type Door = 'open' | 'shut'
type Passing = 'flowing' | 'paused' | 'swallowed'

export class CuttingProxy {
  readonly #listener: Server
  readonly #target: URL
  readonly #links = new Set<Link>()
  readonly #plans: Plan[] = []
  #door: Door = 'open'
  /** Frames that passed on every connection so far, oldest first. */
  readonly passed: Record<Side, number>[] = []

  private constructor(listener: Server, target: string) {
    this.#listener = listener
    this.#target = new URL(target)
    listener.on('connection', socket => this.#accept(socket))
  }

  static async before(target: string): Promise<CuttingProxy> {
    const listener = createServer({ allowHalfOpen: true })
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    return new CuttingProxy(listener, target)
  }

  get address(): string {
    const { port } = this.#listener.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  /**
   * Plan a cut on the next WebSocket connection, of several plans the first; resolves when it is cut.
   */
  plan(cut: Cut): Promise<void> {
    return new Promise(done => this.#plans.push({ ...cut, done }))
  }

  /** Plan a cut on the connection that is there, after so many more frames. */
  planNow(cut: Cut): Promise<void> {
    return new Promise(done => {
      for (const link of this.#links) link.plan({ ...cut, done })
    })
  }

  /** Cut every connection now. */
  cut(): void {
    for (const link of this.#links) link.cut()
  }

  /** Be unreachable from now on: what is connected is cut, what connects is turned away. */
  shut(): void {
    this.#door = 'shut'
    this.cut()
  }

  /** Be reachable again. */
  open(): void {
    this.#door = 'open'
  }

  /** Hold back all bytes until `resume`, as a stalled network does; nothing is lost. */
  pause(): void {
    for (const link of this.#links) link.pass('paused')
  }

  /** Lose all bytes from now on without ending a connection, as a dead route does. */
  swallow(): void {
    for (const link of this.#links) link.pass('swallowed')
  }

  resume(): void {
    for (const link of this.#links) link.pass('flowing')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.shut()
    this.#listener.close()
    await once(this.#listener, 'close')
  }

  #accept(downstream: Socket): void {
    if (this.#door === 'shut') {
      downstream.destroy()
      return
    }
    const upstream = connect({
      host: this.#target.hostname,
      port: Number(this.#target.port),
      allowHalfOpen: true
    })
    const link = new Link({ client: downstream, server: upstream }, () => this.#met())
    this.#links.add(link)
    link.ended(() => this.#links.delete(link))
  }

  /** A handshake has begun: its frames are counted, and the next cut is its own. */
  #met(): Meeting {
    const passed = { client: 0, server: 0 }
    this.passed.push(passed)
    return { passed, plan: this.#plans.shift() }
  }
}

/** One connection through the proxy. */
class Link {
  readonly #ends: Record<Side, Socket>
  readonly #frames: Record<Side, Frames> = { client: new Frames(), server: new Frames() }
  readonly #meet: () => Meeting
  #passing: Passing = 'flowing'
  #met: Meeting | undefined
  #isCut = false

  constructor(ends: Record<Side, Socket>, meet: () => Meeting) {
    this.#ends = ends
    this.#meet = meet
    this.#forward('client', ends.server)
    this.#forward('server', ends.client)
  }

  ended(then: () => void): void {
    let open = 2
    for (const end of Object.values(this.#ends)) {
      end.once('close', () => {
        open -= 1
        if (open === 0) then()
      })
    }
  }

  pass(passing: Passing): void {
    this.#passing = passing
    for (const end of Object.values(this.#ends)) {
      if (passing === 'paused') end.pause()
      else end.resume()
    }
  }

  plan({ side, frames, done }: Plan): void {
    if (this.#met === undefined) return
    this.#met.plan = { side, frames: this.#met.passed[side] + frames, done }
  }

  cut(): void {
    this.#isCut = true
    for (const end of Object.values(this.#ends)) end.destroy()
  }

  #forward(side: Side, to: Socket): void {
    const from = this.#ends[side]
    from.setNoDelay(true)
    from.on('data', bytes => {
      if (this.#isCut || this.#passing === 'swallowed') return
      this.#take(side, bytes, to)
    })
    from.on('end', () => {
      if (this.#passing !== 'swallowed' && !to.destroyed) to.end()
    })
    from.on('error', () => this.cut())
    from.on('close', () => {
      if (this.#passing !== 'swallowed' && !this.#isCut) to.end()
    })
  }

  #take(side: Side, bytes: Buffer, to: Socket): void {
    const places = this.#frames[side].read(bytes)
    if (side === 'client' && this.#met === undefined && this.#frames.client.isUpgrade) {
      this.#met = this.#meet()
      if (this.#met.plan?.frames === 0) {
        this.cut()
        this.#met.plan.done()
        return
      }
    }
    for (const end of places) {
      if (this.#met === undefined) break
      this.#met.passed[side] += 1
      const { plan, passed } = this.#met
      if (plan?.side === side && passed[side] === plan.frames) {
        this.#cutAfter(side, bytes.subarray(0, end))
        plan.done()
        return
      }
    }
    to.write(bytes)
  }

  /** Let the last bytes arrive and be read, then end both sides; nothing else passes. */
  #cutAfter(side: Side, last: Buffer): void {
    this.#isCut = true
    const other: Side = side === 'client' ? 'server' : 'client'
    this.#ends[other].end(last)
    this.#ends[other].resume()
    this.#ends[side].destroy()
  }
}

/** Finds where data frames end in a stream of bytes that begins with an HTTP head. */
class Frames {
  #head = ''
  #isPastHead = false
  #pending: Buffer = Buffer.alloc(0)
  isUpgrade = false

  /** Return where in `bytes` data frames end; control frames are not counted. */
  read(bytes: Buffer): number[] {
    const start = this.#isPastHead ? 0 : this.#skipHead(bytes)
    if (!this.#isPastHead || !this.isUpgrade) return []
    const before = this.#pending.length - start
    this.#pending = Buffer.concat([this.#pending, bytes.subarray(start)])
    const ends: number[] = []
    let at = 0
    for (let frame = frameAt(this.#pending, at); frame; frame = frameAt(this.#pending, at)) {
      at = frame.end
      if (frame.isData) ends.push(at - before)
    }
    this.#pending = this.#pending.subarray(at)
    return ends
  }

  #skipHead(bytes: Buffer): number {
    const before = this.#head.length
    this.#head += bytes.toString('latin1')
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return bytes.length
    this.#isPastHead = true
    this.isUpgrade = /^upgrade: *websocket/im.test(this.#head.slice(0, end))
    return end + 4 - before
  }
}

function frameAt(bytes: Buffer, at: number): { end: number; isData: boolean } | undefined {
  const first = bytes[at]
  const second = bytes[at + 1]
  if (first === undefined || second === undefined) return undefined
  const short = second & 0x7f
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0
  const mask = second & 0x80 ? 4 : 0
  const body = at + 2 + wide + mask
  if (bytes.length < body) return undefined
  const length =
    wide === 2
      ? bytes.readUInt16BE(at + 2)
      : wide === 8
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short
  const end = body + length
  return bytes.length < end ? undefined : { end, isData: (first & 0x0f) < 8 }
}
