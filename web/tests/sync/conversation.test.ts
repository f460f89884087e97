import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { Conversation, type Happening } from '@/sync/conversation'

const bytes = (...values: number[]) => new Uint8Array(values)
const STATE = bytes(0, 1, 2, 0, 0)

function said(type: number, body: unknown): Uint8Array {
  return encoding.encode(to => {
    encoding.writeVarUint(to, type)
    encoding.writeVarString(to, JSON.stringify(body))
  })
}

const UNKNOWN = said(106, { edit_ids: [] })
const saved = (editId: string) => said(101, { edit_id: editId, tx: 1 })
const room = (state = 'live') => said(103, { epoch: 1, tx: 1, role: 'editor', state, actor: 'u1' })

/** What happens, in words. */
function heard(conversation: Conversation, ...frames: Uint8Array[]): string[] {
  return frames.flatMap(frame => conversation.receive(frame)).map(words)
}

function words(happening: Happening): string {
  switch (happening.happening) {
    case 'answer':
      return `answer ${happening.via}`
    case 'state':
      return `state of ${happening.of}`
    case 'room':
      return `room after ${happening.former?.state ?? 'none'}`
    default:
      return happening.happening
  }
}

const gesture = { editId: 'g1', label: 'x', at: 0, changes: [], update: bytes(0, 0) }

test('gestures go out when the document is there and every question is answered', () => {
  const conversation = new Conversation()
  expect(conversation.isInStep).toBe(false)
  expect(heard(conversation, room())).toEqual(['room after none'])
  expect(conversation.begin(bytes(0), ['g1']).length).toBe(2)
  expect(heard(conversation, STATE)).toEqual(['state of round'])
  expect(conversation.isInStep).toBe(false)
  expect(heard(conversation, saved('g1'), UNKNOWN)).toEqual(['answer known', 'in step'])
  expect(conversation.isInStep).toBe(true)
  expect(heard(conversation, saved('g2'))).toEqual(['answer live'])
})

test('answers may come before the document', () => {
  const conversation = new Conversation()
  conversation.begin(bytes(0), [])
  expect(heard(conversation, UNKNOWN, STATE)).toEqual(['state of round', 'in step'])
})

test('a thousand and one questions have two answers', () => {
  const conversation = new Conversation()
  conversation.begin(bytes(0), Array.from({ length: 1001 }, String))
  expect(heard(conversation, STATE, UNKNOWN)).toEqual(['state of round'])
  expect(heard(conversation, UNKNOWN)).toEqual(['in step'])
})

test('a round that was given up does not end the next one', () => {
  const conversation = new Conversation()
  conversation.begin(bytes(1), [])
  conversation.begin(bytes(0), ['g1'])
  expect(heard(conversation, STATE, UNKNOWN)).toEqual(['state of former'])
  expect(heard(conversation, STATE, UNKNOWN)).toEqual(['state of round', 'in step'])
})

test('a gesture counts as sent until the next round begins', () => {
  const conversation = new Conversation()
  conversation.say({ place: 7, gesture, epoch: 1, bytes: 'exact' })
  expect(conversation.sent).toBe(7)
  conversation.begin(bytes(0), ['g1'])
  expect(conversation.sent).toBe(0)
})

test('a room is told with what it was before', () => {
  const conversation = new Conversation()
  expect(heard(conversation, room(), room('saving'))).toEqual([
    'room after none',
    'room after live'
  ])
  expect(conversation.room?.state).toBe('saving')
})
