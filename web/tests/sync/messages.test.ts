import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import type { Gesture } from '@/journal/gesture'
import {
  awarenessFrame,
  BrokenFrame,
  decode,
  editFrame,
  knownFrames,
  queryFrame,
  stateFrame
} from '@/sync/messages'

const bytes = (...values: number[]) => new Uint8Array(values)

/** A frame of the server's with a JSON body. */
function said(type: number, body: unknown): Uint8Array {
  return encoding.encode(to => {
    encoding.writeVarUint(to, type)
    encoding.writeVarString(to, JSON.stringify(body))
  })
}

const gesture: Gesture = {
  editId: 'g1',
  label: 'Rename Ärger 😀',
  at: 0,
  changes: [],
  update: bytes(1, 2, 3)
}

test('an edit is a head in JSON and the update', () => {
  const at = decoding.createDecoder(editFrame({ ...gesture, why: 'asked' }))
  expect(decoding.readVarUint(at)).toBe(100)
  expect(JSON.parse(decoding.readVarString(at))).toEqual({
    edit_id: 'g1',
    label: 'Rename Ärger 😀',
    why: 'asked'
  })
  expect(decoding.readVarUint8Array(at)).toEqual(bytes(1, 2, 3))
  expect(decoding.hasContent(at)).toBe(false)
})

test('a why that was not given is not sent', () => {
  const at = decoding.createDecoder(editFrame(gesture))
  decoding.readVarUint(at)
  expect(JSON.parse(decoding.readVarString(at))).not.toHaveProperty('why')
})

test.each([0, 1, 1000, 1001, 2500])('known asks for %i ids, a thousand in a frame', count => {
  const ids = Array.from({ length: count }, (_, nth) => `g${nth}`)
  const asked = knownFrames(ids).map(frame => {
    const at = decoding.createDecoder(frame)
    expect(decoding.readVarUint(at)).toBe(105)
    return JSON.parse(decoding.readVarString(at)).edit_ids as string[]
  })
  expect(asked.flat()).toEqual(ids)
  expect(asked.length).toBe(Math.max(1, Math.ceil(count / 1000)))
})

test('the y-protocols frames are theirs', () => {
  expect(stateFrame(bytes(0))).toEqual(bytes(0, 0, 1, 0))
  expect(awarenessFrame(bytes(0))).toEqual(bytes(1, 1, 0))
  expect(queryFrame()).toEqual(bytes(3))
})

const refusal = { code: 'unknown-kind', element: 'e', attribute: null, message: 'no', fatal: false }
const room = { epoch: 1, tx: 7, role: 'editor', state: 'live', actor: 'u1' }

test.each([
  ['step 2', bytes(0, 1, 2, 0, 0), { message: 'state', update: bytes(0, 0) }],
  ['an update', bytes(0, 2, 2, 0, 0), { message: 'update', update: bytes(0, 0) }],
  ['step 1', bytes(0, 0, 1, 0), { message: 'unheard' }],
  ['awareness', bytes(1, 1, 0), { message: 'awareness', update: bytes(0) }],
  ['a denial', bytes(2, 0, 2, 110, 111), { message: 'denied', reason: 'no' }],
  ['a query', bytes(3), { message: 'query' }],
  [
    'saved',
    said(101, { edit_id: 'g1', tx: 7 }),
    { message: 'answer', answer: { answer: 'saved', editId: 'g1', tx: 7 } }
  ],
  [
    'refused',
    said(102, { edit_id: 'g1', ...refusal }),
    { message: 'answer', answer: { answer: 'refused', editId: 'g1', ...refusal } }
  ],
  ['room', said(103, room), { message: 'room', room }],
  [
    'a notice',
    said(104, { topic: 'findings', ids: ['e'], tx: 7 }),
    { message: 'notice', notice: { topic: 'findings', ids: ['e'], tx: 7 } }
  ],
  ['unknown', said(106, { edit_ids: ['g1'] }), { message: 'unknown', editIds: ['g1'] }],
  ['a type of tomorrow', bytes(107, 1, 2), { message: 'unheard' }]
])('%s is read', (_, frame, message) => {
  expect(decode(frame)).toEqual(message)
})

test('a broken frame throws or is a message, and never loops', () => {
  const frame = fc.uint8Array({ maxLength: 40 })
  fc.assert(
    fc.property(frame, broken => {
      try {
        expect(decode(broken)).toHaveProperty('message')
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenFrame)
      }
    }),
    { numRuns: 5000 }
  )
})
