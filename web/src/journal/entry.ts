/** A gesture in the journal: waiting for its answer. */
import type { Gesture } from '@/journal/gesture'

export interface Entry {
  /** Its place in the row of its journal. */
  readonly place: number
  readonly gesture: Gesture
  /** The document that its bytes build on: a generation of the room's, counted by the server. */
  readonly epoch: number
  /** `stale`: what the bytes build on was refused or is gone; they must be made anew. */
  readonly bytes: 'exact' | 'stale'
}

/** What a journal belongs to: one person's work on one model of one server. */
export interface Scope {
  readonly server: string
  readonly model: string
  readonly user: string
}
