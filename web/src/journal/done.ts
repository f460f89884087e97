/** What a person did and can undo, or undid and can do again. */
import type { Gesture } from '@/journal/gesture'
import { type Deed, madeBy } from '@/journal/undo'
import type { Change } from '@/model/change'

export interface Done extends Deed {
  readonly editId: string
  /** The gesture that this row of undoing and redoing began with. */
  readonly of: string
  readonly label: string
  /** Its commit, once there is one. */
  readonly tx: number | null
}

/** Return a gesture that a person made. */
export function doneBy({ editId, label, changes }: Gesture): Done {
  return { editId, of: editId, label, tx: null, changes, made: madeBy(changes) }
}

/** Return what can be undone in turn, after `done` was undone by a gesture. */
export function undoneBy(done: Done, { editId, changes }: Gesture): Done {
  return { ...done, editId, changes, tx: null }
}

/** Its gesture was written anew onto another document, so it found other things there. */
export function replayed(done: Done, { changes }: Gesture): Done {
  return done.of === done.editId
    ? { ...done, changes, made: madeBy(changes) }
    : { ...done, changes }
}

/** A merge had swallowed part of it, and writing it once more found what others had written. */
export function rewritten(done: Done, { changes }: Gesture): Done {
  return { ...done, changes: done.changes.map(change => found(change, changes)) }
}

function found(change: Change, rewriting: readonly Change[]): Change {
  const { element, attribute } = change
  const again = rewriting.find(one => one.element === element && one.attribute === attribute)
  return again === undefined ? change : { ...change, before: again.before }
}
