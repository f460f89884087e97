/** Who is here, and where: awareness, sent at most so often, moved along when the document changes. */
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates
} from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { LARGEST_AWARENESS } from '@/api/room.gen'
import { tell } from '@/model/mishap'
import { awarenessFrame } from '@/sync/messages'

const REMOTE = Symbol('remote presence')
const INTERVAL = 50

type Send = (frame: Uint8Array) => void

interface Moved {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

export class Presence {
  readonly #send: Send
  #awareness: Awareness
  #timer: ReturnType<typeof setTimeout> | undefined
  #isDue = false

  constructor(doc: Y.Doc, send: Send) {
    this.#send = send
    this.#awareness = this.#begin(doc)
  }

  get awareness(): Awareness {
    return this.#awareness
  }

  /** Say at once who we are. */
  announce(): void {
    const { awareness } = this
    const state = awareness.getLocalState()
    if (state !== null) this.#send(awarenessFrame(said(awareness, state)))
  }

  /** Hear of others; who listens to them and fails costs nobody anything. */
  hear(update: Uint8Array): void {
    tell(() => applyAwarenessUpdate(this.#awareness, update, REMOTE))
  }

  /** Nobody is known to be here any more: the connection is gone. */
  forget(): void {
    const others = this.#others()
    tell(() => removeAwarenessStates(this.#awareness, others, REMOTE))
    // Who is still here on the next connection says the same again, under the same clock.
    for (const other of others) this.#awareness.meta.delete(other)
  }

  /** Go on under another document's client id, with the same state and the same others. */
  move(doc: Y.Doc): void {
    const former = this.#awareness
    const state = former.getLocalState()
    const others = encodeAwarenessUpdate(former, this.#others())
    this.#farewell()
    this.#awareness = this.#begin(doc)
    tell(() => applyAwarenessUpdate(this.#awareness, others, REMOTE))
    tell(() => this.#awareness.setLocalState(state))
    this.announce()
  }

  close(): void {
    this.#farewell()
  }

  #begin(doc: Y.Doc): Awareness {
    const awareness = new Awareness(doc)
    awareness.on('update', ({ added, updated, removed }: Moved, origin: unknown) => {
      const own = awareness.clientID
      if (origin !== REMOTE && [...added, ...updated, ...removed].includes(own)) this.#hurry()
    })
    return awareness
  }

  /** Send now, or when the pause after the last time is over. */
  #hurry(): void {
    if (this.#timer !== undefined) {
      this.#isDue = true
      return
    }
    this.#isDue = false
    this.announce()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#isDue) this.#hurry()
    }, INTERVAL)
  }

  #farewell(): void {
    const { awareness } = this
    tell(() => awareness.destroy())
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#send(awarenessFrame(encodeAwarenessUpdate(awareness, [awareness.clientID])))
  }

  #others(): number[] {
    const { states, clientID } = this.#awareness
    return [...states.keys()].filter(client => client !== clientID)
  }
}

/** What is said of oneself: all of it, or what of it is not too much, smallest parts first. */
function said(awareness: Awareness, state: Record<string, unknown>): Uint8Array {
  const { clientID } = awareness
  const encoded = (some: Record<string, unknown>) =>
    encodeAwarenessUpdate(awareness, [clientID], new Map([[clientID, some]]))
  const whole = encoded(state)
  if (whole.length <= LARGEST_AWARENESS) return whole
  const parts = Object.entries(state).map(([name, value]) => ({ name, value, size: sizeOf(value) }))
  let fitting: Record<string, unknown> = {}
  for (const { name, value } of parts.sort((one, other) => one.size - other.size)) {
    const more = { ...fitting, [name]: value }
    if (encoded(more).length > LARGEST_AWARENESS) break
    fitting = more
  }
  return encoded(fitting)
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0
}
