import { expect, test } from 'vitest'
import { savedOf } from '@/features/connection/saved'
import { standingOf } from '@/features/connection/standing'
import type { Access, Status, Stop } from '@/sync/status'

const CALM = { isSlow: false, isWarned: false, isArchived: false }
const FINE = { pending: 0, durable: true, access: 'edit' } as const

function given(state: 'live' | 'saving' | 'connecting' | 'loading', some: object = {}): Status {
  return { ...FINE, state, ...some }
}

function offline(some: object = {}): Status {
  return { ...FINE, state: 'offline', retryAt: 8000, because: 'connection', ...some }
}

function stopped(cause: Stop, message: string, some: object = {}): Status {
  return { ...FINE, state: 'stopped', cause, message, ...some }
}

test('saved is said only when nothing waits', () => {
  expect(savedOf(given('live')).words).toBe('Saved')
  expect(savedOf(given('saving', { pending: 3 })).words).toBe('Saving')
  expect(savedOf(given('saving')).words).toBe('Saving')
  expect(savedOf(given('connecting')).words).toBe('Connecting')
  expect(savedOf(given('loading')).words).toBe('Loading')
})

test('what waits while there is no connection is kept here', () => {
  expect(savedOf(offline({ pending: 12 })).words).toBe('12 kept here')
  expect(savedOf(given('connecting', { pending: 2 })).words).toBe('2 kept here')
  expect(savedOf(stopped('rejected', 'no', { pending: 1 })).words).toBe('1 kept here')
  expect(savedOf(offline()).words).toBe('Offline')
  expect(savedOf(stopped('closed', '')).words).toBe('Not connected')
})

test('what a browser does not keep is not called kept', () => {
  expect(savedOf(offline({ pending: 12, durable: false })).words).toBe('12 not saved')
})

test('who may only read is told so, and what they had written is kept', () => {
  expect(savedOf(given('live', { access: 'read' })).words).toBe('Read only')
  expect(savedOf(given('live', { access: 'held', pending: 4 })).words).toBe('4 kept here')
})

test('all well: no banner', () => {
  for (const state of ['live', 'saving', 'connecting', 'loading'] as const) {
    expect(standingOf(given(state), CALM)).toBeNull()
  }
  expect(standingOf(given('live', { access: 'read' }), CALM)).toBeNull()
  expect(standingOf(stopped('closed', 'this session was closed'), CALM)).toBeNull()
})

test('offline counts what is kept, and says when it is tried again', () => {
  expect(standingOf(offline({ pending: 12 }), CALM)).toMatchObject({
    fact: 'Offline',
    sentence:
      '12 changes are kept on this device and go out when the connection is back. You can go on working.',
    retryAt: 8000,
    actions: ['try now']
  })
  expect(standingOf(offline({ pending: 1 }), CALM)?.sentence).toBe(
    '1 change is kept on this device and goes out when the connection is back. You can go on working.'
  )
  expect(standingOf(offline({ access: 'read' as Access }), CALM)?.sentence).toBe(
    'What you see is from when the server could last be reached.'
  )
  expect(standingOf(offline({ pending: 2, durable: false }), CALM)?.sentence).toBe(
    '2 changes are in this page only and go out when the connection is back: keep it open. You can go on working.'
  )
})

test('a rest that the server asked for is not a lost connection', () => {
  const status = offline({ because: 'refusals', pending: 3 })
  expect(standingOf(status, CALM)).toMatchObject({
    fact: 'The server asked for a rest',
    sentence: 'Much of what was sent was refused. 3 changes are kept here and go out after that.'
  })
})

test('whoever lost the right to edit can keep what is held as a file', () => {
  expect(standingOf(given('live', { access: 'held', pending: 12 }), CALM)).toMatchObject({
    fact: 'You can only read here now',
    actions: ['keep as a file']
  })
})

test('a session that has ended says why and how to go on', () => {
  expect(standingOf(stopped('no-model', ''), CALM)?.actions).toEqual(['all models'])
  expect(standingOf(stopped('other-person', 'x', { pending: 1 }), CALM)).toMatchObject({
    sentence: 'Open the model again to go on under it. 1 change is kept on this device.',
    actions: ['open again', 'keep as a file']
  })
  expect(standingOf(stopped('rejected', 'the update is broken'), CALM)?.sentence).toBe(
    'The update is broken. Open the model again to go on.'
  )
})

test('a browser that keeps nothing is told of once, and behind what is graver', () => {
  const forgetful = { durable: false }
  expect(standingOf(given('live', forgetful), CALM)?.fact).toBe('This browser keeps nothing')
  expect(standingOf(given('live', forgetful), { ...CALM, isWarned: true })).toBeNull()
  expect(standingOf(offline(forgetful), CALM)?.fact).toBe('Offline')
})

test('saving that takes long is told', () => {
  const status = given('saving', { pending: 2 })
  expect(standingOf(status, { ...CALM, isSlow: true })?.sentence).toBe(
    '2 changes are kept on this device until the server has them.'
  )
})

test('an archived model says so where nothing graver is to be said', () => {
  const archived = { ...CALM, isArchived: true }
  expect(standingOf(given('live'), archived)).toMatchObject({
    tone: 'info',
    fact: 'This model is archived',
    actions: ['take it out']
  })
  expect(standingOf(given('live', { access: 'read' }), archived)?.actions).toEqual([])
  expect(standingOf(offline(), archived)?.fact).toBe('Offline')
})
