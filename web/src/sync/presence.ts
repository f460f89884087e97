/** Who is here, and where: awareness, sent at most so often, moved along when the document changes. */
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates
} from 'y-protocols/awareness'
import type * as Y from 'yjs'
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
    if (awareness.getLocalState() === null) return
    this.#send(awarenessFrame(encodeAwarenessUpdate(awareness, [awareness.clientID])))
  }

  /** Hear of others. */
  hear(update: Uint8Array): void {
    applyAwarenessUpdate(this.#awareness, update, REMOTE)
  }

  /** Nobody is known to be here any more: the connection is gone. */
  forget(): void {
    const others = this.#others()
    removeAwarenessStates(this.#awareness, others, REMOTE)
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
    applyAwarenessUpdate(this.#awareness, others, REMOTE)
    this.#awareness.setLocalState(state)
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
    awareness.destroy()
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#send(awarenessFrame(encodeAwarenessUpdate(awareness, [awareness.clientID])))
  }

  #others(): number[] {
    const { states, clientID } = this.#awareness
    return [...states.keys()].filter(client => client !== clientID)
  }
}
