import { mishapsOf } from '@harness/mishaps'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ModelDocument, type Touched } from '@/model/document'
import { GESTURE, rewrite, type Step, write } from '@/model/edits'

const A = 'a1b2'
const entity: Step = {
  step: 'create',
  element: A,
  registers: { kind: 'entity', name: 'Customer', position: { x: 1, y: 2 } }
}

/** A document that holds what these gestures made. */
function given(...gestures: readonly (readonly Step[])[]): ModelDocument {
  const document = new ModelDocument()
  for (const steps of gestures) write(document, steps)
  return document
}

test('a gesture is one update, and it is all of the gesture', () => {
  const document = given()
  const updates: unknown[] = []
  document.doc.on('update', (_, origin) => updates.push(origin))
  const edit = write(document, [entity, { step: 'text', element: A, text: 'who buys' }])
  expect(updates).toEqual([GESTURE])
  const other = new ModelDocument()
  Y.applyUpdate(other.doc, edit?.update ?? new Uint8Array())
  expect([...other.registers(A)].sort()).toEqual([
    ['doc', 'who buys'],
    ['kind', 'entity'],
    ['name', 'Customer'],
    ['position', { x: 1, y: 2 }]
  ])
})

test('a new element has an empty text', () => {
  expect(given([entity]).text(A)?.length).toBe(0)
})

test('changes say what each register held before the gesture and holds after it', () => {
  const document = given([entity])
  const edit = write(document, [
    { step: 'set', element: A, attribute: 'name', value: 'Buyer' },
    { step: 'set', element: A, attribute: 'name', value: 'Client' },
    { step: 'retract', element: A, attribute: 'position' },
    { step: 'remove', element: A },
    { step: 'restore', element: A },
    { step: 'move', element: A, parent: 'p', order: 'a1' },
    { step: 'text', element: A, text: 'x' }
  ])
  expect(edit?.changes).toEqual([
    { element: A, attribute: 'name', before: 'Customer', after: 'Client' },
    { element: A, attribute: 'position', before: { x: 1, y: 2 }, after: undefined },
    { element: A, attribute: 'parent', before: undefined, after: 'p' },
    { element: A, attribute: 'order', before: undefined, after: 'a1' },
    { element: A, attribute: 'doc', before: '', after: 'x' }
  ])
})

test('what is so already is not written', () => {
  const document = given([entity])
  expect(
    write(document, [{ step: 'set', element: A, attribute: 'position', value: { y: 2, x: 1 } }])
  ).toBeNull()
  expect(write(document, [{ step: 'restore', element: A }])).toBeNull()
})

test('said again, it is written and is no change', () => {
  const again = rewrite(given([entity]), [
    { step: 'set', element: A, attribute: 'name', value: 'Customer' }
  ])
  expect(again?.changes).toEqual([])
  expect(again?.update.length).toBeGreaterThan(2)
})

test('creating what exists sets registers and keeps the map', () => {
  const document = given([entity], [{ step: 'text', element: A, text: 'kept' }])
  const map = document.elements.get(A)
  write(document, [{ step: 'create', element: A, registers: { kind: 'entity', name: 'Buyer' } }])
  expect(document.elements.get(A)).toBe(map)
  expect(document.read(A, 'name')).toBe('Buyer')
  expect(document.read(A, 'doc')).toBe('kept')
})

test('typing leaves alone what others type beside it', () => {
  const document = given([entity], [{ step: 'text', element: A, text: 'one two' }])
  const other = new ModelDocument()
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(document.doc))
  const ours = write(document, [{ step: 'text', element: A, text: 'ONE two' }])
  const theirs = write(other, [{ step: 'text', element: A, text: 'one two three' }])
  Y.applyUpdate(document.doc, theirs?.update ?? new Uint8Array())
  Y.applyUpdate(other.doc, ours?.update ?? new Uint8Array())
  expect(document.read(A, 'doc')).toBe('ONE two three')
  expect(other.read(A, 'doc')).toBe('ONE two three')
})

test('a register of an element that is not there is a broken promise', () => {
  const document = given()
  expect(() => write(document, [{ step: 'remove', element: 'gone' }])).toThrow('gone')
})

test('a gesture does not begin inside another transaction', () => {
  const document = given()
  expect(() => document.doc.transact(() => write(document, [entity]))).toThrow(
    'another transaction'
  )
  expect(document.has(A)).toBe(false)
})

test('who listens and fails costs nobody an edit', async () => {
  const document = given()
  document.observe(() => {
    throw new Error('a card that does not draw')
  })
  const mishaps = await mishapsOf(() => {
    expect(write(document, [entity])?.changes.length).toBe(3)
  })
  expect(mishaps).toEqual([new Error('a card that does not draw')])
})

test('who observes hears which registers were touched, and by whom', () => {
  const document = given()
  const heard: [Touched, unknown][] = []
  document.observe((touched, origin) => heard.push([touched, origin]))
  write(document, [entity])
  write(document, [
    { step: 'text', element: A, text: 'x' },
    { step: 'set', element: A, attribute: 'name', value: 'Buyer' }
  ])
  expect(heard.map(([touched]) => [...(touched.get(A) ?? [])].sort())).toEqual([
    ['doc', 'kind', 'name', 'position'],
    ['doc', 'name']
  ])
  expect(heard.map(([, origin]) => origin)).toEqual([GESTURE, GESTURE])
})

test('an element is shown when it has a kind and nothing above it is removed or itself', () => {
  const document = given([
    { step: 'create', element: 'top', registers: { kind: 'context' } },
    { step: 'create', element: 'in', registers: { kind: 'entity', parent: 'top' } },
    { step: 'create', element: 'kindless', registers: { name: 'x' } },
    { step: 'create', element: 'x', registers: { kind: 'entity', parent: 'y' } },
    { step: 'create', element: 'y', registers: { kind: 'entity', parent: 'x' } }
  ])
  const shown = () => [...document.ids()].filter(id => document.isShown(id)).sort()
  expect(shown()).toEqual(['in', 'top'])
  write(document, [{ step: 'remove', element: 'top' }])
  expect(shown()).toEqual([])
})
