/** What a person reads about the connection and their work; never rosier than it is. */

/** `live` is said only when every gesture has its answer: it reads "saved". */
export type Status = Common &
  (
    | { readonly state: 'connecting' }
    | { readonly state: 'loading' }
    | { readonly state: 'live' }
    | { readonly state: 'saving' }
    | { readonly state: 'offline'; readonly retryAt: number; readonly because: Away }
    | { readonly state: 'stopped'; readonly cause: Stop; readonly message: string }
  )

/** `refusals`: of what was sent so much was refused that the server asked for a rest. */
export type Away = 'connection' | 'refusals'

/** Why nothing more is tried until the person does something. */
export type Stop = 'rejected' | 'no-model' | 'other-person' | 'closed'

interface Common {
  /** How many gestures are kept here without an answer. */
  readonly pending: number
  /** Whether they would outlive this page: false when the browser's storage fails or is full. */
  readonly durable: boolean
  /** `held`: the right to edit is gone, and what is pending is kept, not sent. */
  readonly access: Access
}

export type Access = 'unknown' | 'edit' | 'read' | 'held'
