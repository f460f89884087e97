/** What a session tells who listens. */
import type { Gesture, Refused } from '@/journal/gesture'
import type { Status } from '@/sync/status'

export type SessionEvent =
  /** Status, pending or right to edit have changed. */
  | { readonly event: 'status'; readonly status: Status }
  /** `session.document` is another one now; whoever holds the old one lets it go. */
  | { readonly event: 'document' }
  /** This person made a gesture here; it is on the screen and in the journal, not yet saved. */
  | { readonly event: 'made'; readonly gesture: Gesture }
  /** A gesture came back from the journal: of this page's last life, or of a tab that is gone. */
  | { readonly event: 'kept'; readonly gesture: Gesture }
  /** It was written anew onto another document: same id, other `changes` and bytes. */
  | { readonly event: 'replayed'; readonly gesture: Gesture }
  /** It is on disk. */
  | { readonly event: 'saved'; readonly gesture: Gesture; readonly tx: number | null }
  /** It is not in; the document shows what holds instead. */
  | { readonly event: 'refused'; readonly gesture: Gesture; readonly refused: Refused }
  /** These elements of it are gone for good, or were refused: this part of it is not in. */
  | { readonly event: 'left'; readonly gesture: Gesture; readonly elements: readonly string[] }
  /** A merge had swallowed part of `of`; `gesture` wrote it once more. */
  | { readonly event: 'rewritten'; readonly gesture: Gesture; readonly of: Gesture }
  /** Something changed that is fetched over HTTP. */
  | {
      readonly event: 'notice'
      readonly topic: string
      readonly ids: readonly string[]
      readonly tx: number
    }
