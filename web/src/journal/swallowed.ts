/** What a merge swallowed: two wrote the same register at once, and Yjs kept the other's. */
import type { Entry } from '@/journal/entry'
import type { Gesture } from '@/journal/gesture'
import { ABSENT, type Change, DOC, isSame } from '@/model/change'
import type { ModelDocument } from '@/model/document'
import type { Step } from '@/model/edits'

/**
 * Return what of a gesture must be written once more, now that it is recorded.
 *
 * The log has it after all that had arrived, so it ought to hold; unless a later gesture of ours,
 * in `later`, writes the same register. Texts keep what both typed, so nothing is lost there.
 */
export function swallowed(
  document: ModelDocument,
  gesture: Gesture,
  later: readonly Entry[]
): readonly Step[] {
  return gesture.changes
    .filter(change => change.attribute !== DOC && document.has(change.element))
    .filter(change => !isSame(document.read(change.element, change.attribute), change.after))
    .filter(change => !later.some(entry => entry.gesture.changes.some(isOn(change))))
    .map(again)
}

function isOn({ element, attribute }: Change): (other: Change) => boolean {
  return other => other.element === element && other.attribute === attribute
}

function again({ element, attribute, after }: Change): Step {
  return after === ABSENT
    ? { step: 'retract', element, attribute }
    : { step: 'set', element, attribute, value: after }
}
