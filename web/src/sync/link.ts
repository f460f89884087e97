/**
 * The connection that is always wanted: opened, watched, and opened again when it ends.
 *
 *     connect ──> opened ──> frames ──> closed ──> (told what follows) ──> connect at ...
 *                    └── silence ──> asked ──> still silent: given up as dead
 */

import { type Closing, closing } from '@/sync/closing'
import { queryFrame } from '@/sync/messages'
import type { Opener, Socket } from '@/sync/socket'

/** What the link tells; `closed` answers with the pause before the next attempt, null for none. */
export interface LinkEnd {
  address(): string
  opened(): void
  received(frame: Uint8Array): void
  closed(closing: Closing): number | null
}

export interface Patience {
  /** How long a connection may be silent before it is asked whether it lives. */
  readonly silence: number
  /** How long it may take to answer, or to open. */
  readonly answer: number
}

export const PATIENCE: Patience = { silence: 15_000, answer: 10_000 }

const ABNORMAL = 1006

export class Link {
  readonly #open: Opener
  readonly #end: LinkEnd
  readonly #patience: Patience
  #socket: Socket | null = null
  /** Who hears the present connection; what an earlier one still says is not heard. */
  #hearer: object | null = null
  #isOpen = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(open: Opener, end: LinkEnd, patience: Patience) {
    this.#open = open
    this.#end = end
    this.#patience = patience
  }

  /** Connect now, also when a pause runs; an open connection stays. */
  connect(): void {
    if (this.#socket !== null) return
    this.#wait(this.#patience.answer, () => this.#giveUp())
    const hearer = {
      opened: () => this.#opened(hearer),
      received: (frame: Uint8Array) => this.#received(hearer, frame),
      closed: (code: number, reason: string) => this.#closed(hearer, code, reason)
    }
    this.#hearer = hearer
    try {
      this.#socket = this.#open(this.#end.address(), hearer)
    } catch {
      // Some addresses may not be opened from this page; that is a connection that failed.
      queueMicrotask(() => this.#closed(hearer, ABNORMAL, ''))
    }
  }

  /** Send frames, when there is a connection; what is lost is asked for again on the next. */
  send(frames: readonly Uint8Array[]): void {
    if (!this.#isOpen) return
    for (const frame of frames) this.#socket?.send(frame)
  }

  /** End this connection as if it had broken: the next one begins anew. */
  drop(): void {
    this.#giveUp()
  }

  /** End the connection, and wait for no other. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#hearer = null
    this.#isOpen = false
    this.#socket?.close()
    this.#socket = null
  }

  #opened(hearer: object): void {
    if (this.#hearer !== hearer) return
    this.#isOpen = true
    this.#listen()
    this.#end.opened()
  }

  #received(hearer: object, frame: Uint8Array): void {
    if (this.#hearer !== hearer) return
    this.#listen()
    this.#end.received(frame)
  }

  #closed(hearer: object, code: number, reason: string): void {
    if (this.#hearer !== hearer) return
    clearTimeout(this.#timer)
    this.#hearer = null
    this.#socket = null
    this.#isOpen = false
    const pause = this.#end.closed(closing(code, reason))
    if (pause !== null) this.#wait(pause, () => this.connect())
  }

  #listen(): void {
    this.#wait(this.#patience.silence, () => {
      this.send([queryFrame()])
      this.#wait(this.#patience.answer, () => this.#giveUp())
    })
  }

  #giveUp(): void {
    const hearer = this.#hearer
    const socket = this.#socket
    if (hearer === null) return
    this.#closed(hearer, ABNORMAL, '')
    socket?.close()
  }

  #wait(time: number, then: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, time)
  }
}
