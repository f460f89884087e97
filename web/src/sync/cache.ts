/**
 * The document as the server knows it, kept for the next time the page opens, also offline.
 *
 * What the server sent and what it answered goes in; what waits for an answer never does. It
 * belongs to one epoch and goes with it.
 */
import * as Y from 'yjs'
import type { Write } from '@/journal/storage'

type Put = (writes: readonly Write[]) => Promise<void>

/** A crash loses at most what came in this time, and the server still has that. */
const PAUSE = 1000
const MOST_ROWS = 500

export class Cache {
  readonly #put: Put
  #epoch: number | null
  #rows: number
  #tail: Uint8Array[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(put: Put, epoch: number | null, rows: number) {
    this.#put = put
    this.#epoch = epoch
    this.#rows = rows
  }

  /** Whose document is here. */
  get epoch(): number | null {
    return this.#epoch
  }

  /** Whether the document is in so many pieces that it should be written anew. */
  get isCrumbled(): boolean {
    return this.#rows > MOST_ROWS
  }

  /** Begin anew with the whole document. */
  begin(epoch: number, whole: Uint8Array): void {
    this.#epoch = epoch
    this.#rows = 1
    this.#tail = []
    void this.#put([{ write: 'begin', epoch, update: whole }])
  }

  /** Take what the server said or answered; in vain when it is of another epoch. */
  append(epoch: number, update: Uint8Array): void {
    if (epoch !== this.#epoch) return
    this.#tail.push(update)
    this.#timer ??= setTimeout(() => {
      void this.#put(this.taken())
    }, PAUSE)
  }

  /** Hand out what is to be written, for a write that must come together with something else. */
  taken(): readonly Write[] {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const tail = this.#tail
    if (this.#epoch === null || tail.length === 0) return []
    this.#tail = []
    this.#rows += 1
    return [{ write: 'append', epoch: this.#epoch, update: Y.mergeUpdates(tail) }]
  }
}
