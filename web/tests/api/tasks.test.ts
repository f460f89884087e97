import { afterEach, expect, test, vi } from 'vitest'
import type { Task } from '@/api/http.gen'
import { finished } from '@/api/tasks'
import { answering } from './answers'

afterEach(() => vi.unstubAllGlobals())

const RUNNING: Task = {
  id: 't1',
  kind: 'import',
  state: 'running',
  says: 'Reading line 4,120 of 9,800',
  done: 4120,
  total: 9800,
  result: null,
  problem: null
}
const never = new AbortController().signal

test('an answer that is no task is the result itself', async () => {
  expect(await finished({ slug: 'shop' }, () => undefined, never)).toEqual({ slug: 'shop' })
})

test('a task is asked after until it is done, and tells how far it is', async () => {
  answering(() => ({ status: 200, body: { ...RUNNING, state: 'done', result: { slug: 'shop' } } }))
  const said: string[] = []
  expect(await finished(RUNNING, ({ says }) => said.push(says), never)).toEqual({ slug: 'shop' })
  expect(said[0]).toBe('Reading line 4,120 of 9,800')
})

test('a task that failed is a refusal, in its own words', async () => {
  const problem = {
    type: 'urn:schemaos:problem:import-empty',
    title: 'Nothing came in',
    status: 422,
    detail: 'nothing of the text came in; send CREATE TABLE statements'
  }
  answering(() => ({ status: 200, body: { ...RUNNING, state: 'failed', problem } }))
  await expect(finished(RUNNING, () => undefined, never)).rejects.toMatchObject({
    code: 'import-empty',
    message: problem.detail
  })
})

test('who goes away is not answered any more', async () => {
  const leaving = new AbortController()
  const waiting = finished(RUNNING, () => leaving.abort(new Error('gone')), leaving.signal)
  await expect(waiting).rejects.toThrow('gone')
})
