import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Gesture, gestureOf } from '@/journal/gesture'
import { replay } from '@/journal/replay'
import { swallowed } from '@/journal/swallowed'
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'

const A = 'a1b2'
const customer: Step = {
  step: 'create',
  element: A,
  registers: { kind: 'entity', name: 'Customer' }
}

function done(document: ModelDocument, ...steps: Step[]): Gesture {
  const edit = write(document, steps)
  if (edit === null) throw new Error('nothing was done')
  return gestureOf(edit, { label: 'Do' }, 0)
}

/** A document of its own that holds the same registers: another epoch's, say. */
function rebuilt(...steps: Step[]): ModelDocument {
  const document = new ModelDocument()
  write(document, steps)
  return document
}

test('what is gone in the new document is made again by what made it', () => {
  const former = new ModelDocument()
  const made = done(former, customer, { step: 'text', element: A, text: 'who buys' })
  const document = rebuilt()
  const { gesture, left } = replay(document, made)
  expect(left).toEqual([])
  expect([gesture?.editId, gesture?.changes]).toEqual([
    made.editId,
    made.changes.map(change => (change.attribute === 'doc' ? { ...change, before: '' } : change))
  ])
  expect(document.read(A, 'name')).toBe('Customer')
  expect(document.read(A, 'doc')).toBe('who buys')
})

test('what is there already is written, not made twice', () => {
  const made = done(new ModelDocument(), customer)
  const document = rebuilt({
    step: 'create',
    element: A,
    registers: { kind: 'entity', name: 'Buyer' }
  })
  const map = document.elements.get(A)
  const { gesture } = replay(document, made)
  expect(document.elements.get(A)).toBe(map)
  expect(gesture?.changes).toEqual([
    { element: A, attribute: 'name', before: 'Buyer', after: 'Customer' }
  ])
})

test('the text of what is there already gets ours besides its own', () => {
  const made = done(new ModelDocument(), customer, { step: 'text', element: A, text: 'ours' })
  const document = rebuilt(customer, { step: 'text', element: A, text: 'theirs ' })
  replay(document, made)
  expect(document.read(A, 'doc')).toBe('theirs ours')
})

test('what others have written since is what undo goes back to', () => {
  const former = rebuilt(customer)
  const renamed = done(former, { step: 'set', element: A, attribute: 'name', value: 'Client' })
  const document = rebuilt({
    step: 'create',
    element: A,
    registers: { kind: 'entity', name: 'Buyer' }
  })
  expect(replay(document, renamed).gesture?.changes).toEqual([
    { element: A, attribute: 'name', before: 'Buyer', after: 'Client' }
  ])
})

test('a text gets our change among those of others', () => {
  const former = rebuilt(customer, { step: 'text', element: A, text: 'one two three four' })
  const typed = done(former, { step: 'text', element: A, text: 'ONE two three four' })
  const document = rebuilt(customer, { step: 'text', element: A, text: 'one two three FOUR' })
  replay(document, typed)
  expect(document.read(A, 'doc')).toBe('ONE two three FOUR')
})

test('what is gone for good is left, and the rest is done', () => {
  const other: Step = { step: 'create', element: 'other', registers: { kind: 'entity' } }
  const moved = done(
    rebuilt(customer, other),
    { step: 'move', element: A, parent: 'p', order: 'a1' },
    { step: 'remove', element: 'other' }
  )
  const document = rebuilt(other)
  const { gesture, left } = replay(document, moved)
  expect(left).toEqual([A])
  expect(gesture?.changes.map(({ element }) => element)).toEqual(['other'])
  expect(replay(rebuilt(), moved)).toEqual({ gesture: null, left: [A, 'other'] })
})

test('what is as wanted already is said all the same', () => {
  const former = rebuilt(customer)
  const renamed = done(former, { step: 'set', element: A, attribute: 'name', value: 'Client' })
  const document = rebuilt({
    step: 'create',
    element: A,
    registers: { kind: 'entity', name: 'Client' }
  })
  const { gesture } = replay(document, renamed)
  expect(gesture?.changes).toEqual([])
  expect(gesture?.update.length).toBeGreaterThan(2)
})

/** Two write the same registers at once; returns ours, and a document where the merge is done. */
function collided(ours: readonly Step[], theirs: readonly Step[]): [Gesture, ModelDocument] {
  const document = rebuilt(customer, { step: 'text', element: A, text: 'one' })
  const other = new ModelDocument()
  other.doc.clientID = document.doc.clientID + 1 // so theirs wins
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(document.doc))
  const gesture = done(document, ...ours)
  Y.applyUpdate(document.doc, done(other, ...theirs).update)
  return [gesture, document]
}

const name = (value: string): Step => ({ step: 'set', element: A, attribute: 'name', value })

test('a register that a merge swallowed is written once more', () => {
  const [ours, document] = collided([name('Ours')], [name('Theirs')])
  expect(document.read(A, 'name')).toBe('Theirs')
  expect(swallowed(document, ours, [])).toEqual([name('Ours')])
})

test('a retraction that a merge swallowed is done once more', () => {
  const retraction: Step = { step: 'retract', element: A, attribute: 'name' }
  const [ours, document] = collided([retraction], [name('Theirs')])
  expect(swallowed(document, ours, [])).toEqual([retraction])
})

test('what we wrote again ourselves was not swallowed', () => {
  const [ours, document] = collided([name('Ours')], [name('Theirs')])
  const gesture = done(document, name('Later'))
  const later = { place: 2, gesture, epoch: 1, bytes: 'exact' as const }
  expect(swallowed(document, ours, [later])).toEqual([])
})

test('what stands and what was typed is not written again', () => {
  const [ours, document] = collided(
    [
      { step: 'remove', element: A },
      { step: 'text', element: A, text: 'one two' }
    ],
    [{ step: 'text', element: A, text: 'zero one' }]
  )
  expect(swallowed(document, ours, [])).toEqual([])
})
