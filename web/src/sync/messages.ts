/**
 * The frames of a room: bytes to messages and back; nothing here does I/O.
 *
 * y-protocols' sync, awareness, auth and query, and the gestures of `?ext=1` (docs/messages.md).
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  type EditMessage,
  MESSAGE,
  MOST_KNOWN,
  type NoticeMessage,
  type RefusedMessage,
  type RoomMessage,
  type SavedMessage,
  type UnknownMessage
} from '@/api/room.gen'
import type { Answer, Gesture } from '@/journal/gesture'

export type Message =
  /** All that the room has and our state vector lacked. */
  | { readonly message: 'state'; readonly update: Uint8Array }
  /** What others did just now. */
  | { readonly message: 'update'; readonly update: Uint8Array }
  | { readonly message: 'awareness'; readonly update: Uint8Array }
  | { readonly message: 'query' }
  | { readonly message: 'denied'; readonly reason: string }
  | { readonly message: 'answer'; readonly answer: Answer }
  | { readonly message: 'room'; readonly room: RoomMessage }
  | { readonly message: 'notice'; readonly notice: NoticeMessage }
  | { readonly message: 'unknown'; readonly editIds: readonly string[] }
  /** A type of frame that a newer server speaks. */
  | { readonly message: 'unheard' }

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const QUERY = 3
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

/** Bytes that are no message. */
export class BrokenFrame extends Error {}

/** Return the message of a frame; throws BrokenFrame. */
export function decode(frame: Uint8Array): Message {
  try {
    return decoded(frame)
  } catch (error) {
    throw new BrokenFrame('a frame is broken; the connection begins anew', { cause: error })
  }
}

function decoded(frame: Uint8Array): Message {
  const at = decoding.createDecoder(frame)
  switch (decoding.readVarUint(at)) {
    case SYNC:
      return sync(at)
    case AWARENESS:
      return { message: 'awareness', update: decoding.readVarUint8Array(at) }
    case AUTH:
      decoding.readVarUint(at)
      return { message: 'denied', reason: decoding.readVarString(at) }
    case QUERY:
      return { message: 'query' }
    case MESSAGE.saved:
      return { message: 'answer', answer: saved(read<SavedMessage>(at)) }
    case MESSAGE.refused:
      return { message: 'answer', answer: refused(read<RefusedMessage>(at)) }
    case MESSAGE.room:
      return { message: 'room', room: read<RoomMessage>(at) }
    case MESSAGE.notice:
      return { message: 'notice', notice: read<NoticeMessage>(at) }
    case MESSAGE.unknown:
      return { message: 'unknown', editIds: read<UnknownMessage>(at).edit_ids }
    default:
      return { message: 'unheard' }
  }
}

/** Ask for all that a state vector lacks. */
export function stateFrame(vector: Uint8Array): Uint8Array {
  return encoding.encode(to => {
    encoding.writeVarUint(to, SYNC)
    encoding.writeVarUint(to, STEP_1)
    encoding.writeVarUint8Array(to, vector)
  })
}

/** Say a gesture. */
export function editFrame({ editId, label, why, update }: Gesture): Uint8Array {
  const head: EditMessage = { edit_id: editId, label, ...(why === undefined ? {} : { why }) }
  return encoding.encode(to => {
    encoding.writeVarUint(to, MESSAGE.edit)
    encoding.writeVarString(to, JSON.stringify(head))
    encoding.writeVarUint8Array(to, update)
  })
}

/** Ask which gestures have been answered; one frame for each thousand, at least one. */
export function knownFrames(editIds: readonly string[]): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(editIds.length / MOST_KNOWN))
  return Array.from({ length: count }, (_, nth) =>
    encoding.encode(to => {
      const asked = editIds.slice(nth * MOST_KNOWN, (nth + 1) * MOST_KNOWN)
      encoding.writeVarUint(to, MESSAGE.known)
      encoding.writeVarString(to, JSON.stringify({ edit_ids: asked }))
    })
  )
}

/** Say who is here. */
export function awarenessFrame(update: Uint8Array): Uint8Array {
  return encoding.encode(to => {
    encoding.writeVarUint(to, AWARENESS)
    encoding.writeVarUint8Array(to, update)
  })
}

/** Ask who is here; also how a silent connection is asked whether it lives. */
export function queryFrame(): Uint8Array {
  return encoding.encode(to => encoding.writeVarUint(to, QUERY))
}

function sync(at: decoding.Decoder): Message {
  switch (decoding.readVarUint(at)) {
    case STEP_2:
      return { message: 'state', update: decoding.readVarUint8Array(at) }
    case UPDATE:
      return { message: 'update', update: decoding.readVarUint8Array(at) }
    default:
      return { message: 'unheard' } // nobody asks us for step 2: we resend our journal
  }
}

function read<Body>(at: decoding.Decoder): Body {
  return JSON.parse(decoding.readVarString(at)) as Body
}

function saved({ edit_id: editId, tx }: SavedMessage): Answer {
  return { answer: 'saved', editId, tx }
}

function refused({ edit_id: editId, ...said }: RefusedMessage): Answer {
  return { answer: 'refused', editId, ...said }
}
