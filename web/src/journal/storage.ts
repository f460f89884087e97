/** What outlives a page: journals, the document as the server knows it, and notes. */
import type { Entry, Scope } from '@/journal/entry'

/** One write; a row of them is done whole or not at all. */
export type Write =
  | { readonly write: 'keep'; readonly journal: string; readonly entry: Entry }
  | { readonly write: 'drop'; readonly journal: string; readonly place: number }
  /** Add to the document; in vain when another epoch's stands there. */
  | { readonly write: 'append'; readonly epoch: number; readonly update: Uint8Array }
  /** Begin the document of an epoch anew with these bytes. */
  | { readonly write: 'begin'; readonly epoch: number; readonly update: Uint8Array }
  | { readonly write: 'forget' }
  | { readonly write: 'note'; readonly name: string; readonly value: unknown }

/**
 * The document as the server knows it, in updates to apply in order.
 *
 * No unanswered gesture is in it: those come from the journals, each on top in its own tab.
 */
export interface Cached {
  readonly epoch: number
  readonly updates: readonly Uint8Array[]
}

/** One contract, kept by `indexed.ts` in the browser and by `memory.ts` where that fails. */
export interface Storage {
  /** False: all of it goes with the page. */
  readonly isDurable: boolean
  /** Returns when it is on disk; rejects when it is not, and then nothing of it is. */
  commit(scope: Scope, writes: readonly Write[]): Promise<void>
  /** The journals that have entries. */
  journals(scope: Scope): Promise<readonly string[]>
  /** The entries of a journal, in order. */
  entries(scope: Scope, journal: string): Promise<readonly Entry[]>
  cached(scope: Scope): Promise<Cached | null>
  note(scope: Scope, name: string): Promise<unknown>
  /** Own a journal as long as the page lives; null when another tab owns it. */
  claim(journal: string): Promise<Claim | null>
  close(): Promise<void>
}

/** The ownership of a journal. */
export interface Claim {
  /** Resolves when somebody else took it, for this tab had been silent for too long. */
  readonly lost: Promise<void>
  release(): Promise<void>
}
