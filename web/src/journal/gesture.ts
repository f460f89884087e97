/** A gesture: what a person did in one go, the unit of journal, commit and undo. */
import { v7 } from 'uuid'
import { LONGEST_LABEL, LONGEST_WHY } from '@/api/room.gen'
import type { Change, Json } from '@/model/change'
import type { Edit } from '@/model/edits'

/** `editId` is the commit's id; `update` are the bytes that say `changes` to the server. */
export interface Gesture {
  readonly editId: string
  readonly label: string
  readonly why?: string
  /** When it was made, in milliseconds since 1970, by this device's clock. */
  readonly at: number
  readonly changes: readonly Change[]
  readonly update: Uint8Array
}

/** What a person reads of a gesture, and why they made it. */
export interface Caption {
  readonly label: string
  readonly why?: string
}

/** What the server said to a gesture; the first answer stays the answer. */
export type Answer = Saved | Refused

interface Saved {
  readonly answer: 'saved'
  readonly editId: string
  /** The commit's number, or null when there is no commit: no net change, or typing in a text. */
  readonly tx: number | null
}

export interface Refused {
  readonly answer: 'refused'
  readonly editId: string
  readonly code: string
  readonly element: string | null
  readonly attribute: string | null
  readonly message: string
  /** False: taken back by the server. True: it never entered, and its document is dead. */
  readonly fatal: boolean
}

/** Make the gesture of an edit that was just written. */
export function gestureOf(edit: Edit, caption: Caption, at: number): Gesture {
  const { label, why } = caption
  return {
    editId: v7(),
    label: storable(label, LONGEST_LABEL),
    ...(why === undefined ? {} : { why: storable(why, LONGEST_WHY) }),
    at,
    ...edit
  }
}

/** A gesture as JSON, for a file that a person keeps; its bytes stay behind. */
export function exported(gesture: Gesture): Json {
  const { editId, label, why, at, changes } = gesture
  return {
    edit_id: editId,
    label,
    ...(why === undefined ? {} : { why }),
    at: new Date(at).toISOString(),
    changes: changes.map(({ element, attribute, before, after }) => ({
      element,
      attribute,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after })
    }))
  }
}

/** Text that a log can hold: nothing that is no character, and not too much. */
function storable(text: string, longest: number): string {
  const characters = new TextDecoder().decode(new TextEncoder().encode(text)).replaceAll('\0', '')
  return [...characters].slice(0, longest).join('')
}
