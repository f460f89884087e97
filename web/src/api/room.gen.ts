// Made from server/rooms/gestures.py by: make wire

/** The number that opens a frame. */
export const MESSAGE = {
  edit: 100,
  saved: 101,
  refused: 102,
  room: 103,
  notice: 104,
  known: 105,
  unknown: 106
} as const

export const LONGEST_LABEL = 200
export const LONGEST_WHY = 2000
export const MOST_KNOWN = 1000
export const LARGEST_FRAME = 1048576
export const LARGEST_AWARENESS = 8192
export const JOURNAL_TAKEN = 'this journal connected again'
export const MANY_REFUSED = 'too many edits were refused in a short time'

/** The head of a gesture: its id, which becomes that of its commit, and what it is called. */
export interface EditMessage {
  readonly edit_id: string
  readonly label: string
  readonly why?: string
}

/** The gesture is on disk; `tx` is null when there is no commit of it. */
export interface SavedMessage {
  readonly edit_id: string
  readonly tx: number | null
}

/** The gesture is not in: `fatal` when its update was not applied, else all of it went back. */
export interface RefusedMessage {
  readonly edit_id: string
  readonly code: string
  readonly element: string | null
  readonly attribute: string | null
  readonly message: string
  readonly fatal: boolean
}

/** Where the room is, and what the person at the other end may do in it. */
export interface RoomMessage {
  readonly epoch: number
  readonly tx: number
  readonly role: string
  readonly state: 'live' | 'saving' | 'closing'
  readonly actor: string
}

/** Something changed with commit `tx` that is fetched over HTTP: the topic says what. */
export interface NoticeMessage {
  readonly topic: string
  readonly ids: readonly string[]
  readonly tx: number
}

/** The edits that a client wants to hear of, before it sends any of them again. */
export interface KnownMessage {
  readonly edit_ids: readonly string[]
}

/** The edits of these that were never answered. */
export interface UnknownMessage {
  readonly edit_ids: readonly string[]
}
