/** One document of the room in this page: how far it can be trusted, and what it is fed. */
import * as Y from 'yjs'
import type { Entry } from '@/journal/entry'
import { replay } from '@/journal/replay'
import type { Cached } from '@/journal/storage'
import { ModelDocument, mend } from '@/model/document'
import { report } from '@/model/mishap'

/** The origin of what came from the server or from the cache. */
const REMOTE = Symbol('remote')

/** The origin of gestures that came back from a journal with their bytes. */
const KEPT = Symbol('kept')

export class Replica {
  readonly document = new ModelDocument()
  /** Whose document it is; null as long as nothing of a server's is in it. */
  epoch: number | null = null
  /**
   * Whether the bytes of gestures made on it may be sent. Once something in it was refused or is
   * gone, they may not: it only shows what a fresh one will hold when the journal is replayed.
   */
  isExact = true

  /** Whether the room's document is in it. */
  get isLoaded(): boolean {
    return this.epoch !== null
  }

  /** What it has of whom. */
  get vector(): Uint8Array {
    return Y.encodeStateVector(this.document.doc)
  }

  /** All of it. */
  get whole(): Uint8Array {
    return Y.encodeStateAsUpdate(this.document.doc)
  }

  /** Whether the whole document of an epoch is in it: the first thing in it names the epoch. */
  isWhole(epoch: number): boolean {
    return Number(this.document.doc.getMap('meta').get('epoch')) === epoch
  }

  /** Take an update; throws when it is broken. Who listens and fails costs nobody an update. */
  apply(update: Uint8Array, origin: symbol = REMOTE): void {
    try {
      Y.applyUpdate(this.document.doc, update, origin)
    } catch (error) {
      Y.decodeUpdate(update)
      mend(this.document.doc)
      report(error)
    }
  }

  /** Take what an unanswered gesture says: its bytes where they fit, else only for showing. */
  take(entry: Entry): void {
    const isFit = this.isExact && entry.bytes === 'exact' && entry.epoch === this.epoch
    if (isFit && this.#takeBytes(entry.gesture.update)) return
    this.isExact = false
    if (this.isLoaded) replay(this.document, entry.gesture)
  }

  #takeBytes(update: Uint8Array): boolean {
    try {
      this.apply(update, KEPT)
      return true
    } catch {
      return false // a disk gives back what it likes; what the gesture says is kept beside its bytes
    }
  }
}

/** Return what the cache holds, without anything that waits for an answer; broken, it is nothing. */
export function restored(cached: Cached | null): Replica {
  const replica = new Replica()
  if (cached === null) return replica
  try {
    for (const update of cached.updates) replica.apply(update)
  } catch {
    return new Replica()
  }
  replica.epoch = cached.epoch
  return replica
}
