/** What a person wants done, before it is: a gesture's steps with its words, or why not. */
import type { Step } from '@/model/edits'

export interface Wanted {
  /** What history will call it: `Renamed Order to Purchase`. */
  readonly label: string
  readonly steps: readonly Step[]
  /** What it is about: what to select when it is done. */
  readonly element?: string
}

/** It cannot be done; the sentence says why and what to do, for the person. */
export interface Declined {
  readonly declined: string
}

export type Outcome = Wanted | Declined

export function isDeclined(outcome: Outcome): outcome is Declined {
  return 'declined' in outcome
}
