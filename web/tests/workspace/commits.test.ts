import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CommitHeader, CommitHeaders } from '@/api/http.gen'
import type { SessionEvent } from '@/sync/events'
import type { Status } from '@/sync/status'
import { Commits } from '@/workspace/commits'

const LIVE: Status = { state: 'live', pending: 0, durable: true, access: 'edit' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A server with so many commits, and a session that tells of more. */
function given(count: number) {
  const log = { count, isUp: true }
  const hearing = new Set<(event: SessionEvent) => void>()
  const seeing = new Set<() => void>()
  const ask = vi.fn(async (next: string | null): Promise<CommitHeaders> => {
    if (!log.isUp) throw new Error('503')
    const top = next === null ? log.count : Number(next)
    const items = Array.from({ length: Math.min(50, top) }, (_, nth) => commit(top - nth))
    return { items, next: top > 50 ? String(top - 50) : null }
  })
  const kept =
    <Listener>(set: Set<Listener>) =>
    (listener: Listener) => {
      set.add(listener)
      return () => set.delete(listener)
    }
  const room = { status: LIVE, subscribe: kept(hearing), observe: kept(seeing) }
  const commits = new Commits({ room, ask })
  const happen = async (more: number) => {
    log.count += more
    for (const see of seeing) see()
    await vi.advanceTimersByTimeAsync(1000)
  }
  const shown = () => commits.chapter.pages.flatMap(page => page.commits.map(({ tx }) => tx))
  return { commits, ask, happen, shown, log }
}

function commit(tx: number): CommitHeader {
  return {
    commit_id: `c${tx}`,
    stream: 's',
    tx,
    position: tx,
    recorded_at: '2026-11-25T12:00:00.000000Z',
    actor: 'mira',
    author: 'Mira',
    why: null,
    mode: 'edit',
    from: null,
    until: 'next',
    summary: `Gesture ${tx}`,
    elements: [],
    touched: 0,
    changes: 1
  }
}

const BACKWARDS = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, nth) => from - nth)

async function looked(count: number) {
  const scene = given(count)
  const end = scene.commits.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(0)
  return { ...scene, end }
}

test('nothing is asked for until somebody looks', async () => {
  const { ask, happen } = given(3)
  await happen(1)
  expect(ask).not.toHaveBeenCalled()
})

test('the newest come first, older ones when they are wanted', async () => {
  const { commits, shown } = await looked(120)
  expect(shown()).toEqual(BACKWARDS(120, 71))
  commits.more()
  commits.more()
  await vi.advanceTimersByTimeAsync(0)
  commits.more()
  await vi.advanceTimersByTimeAsync(0)
  expect(shown()).toEqual(BACKWARDS(120, 1))
  expect(commits.chapter.hasMore).toBe(false)
})

test('what comes is put in front, and full pages stay what they are', async () => {
  const { commits, shown, happen, ask } = await looked(120)
  const [first] = commits.chapter.pages
  await happen(3)
  expect(shown().slice(0, 5)).toEqual([123, 122, 121, 120, 119])
  expect(commits.chapter.pages[1]).toBe(first)
  await happen(2)
  expect(commits.chapter.pages).toHaveLength(2)
  expect(commits.chapter.pages[0]?.commits).toHaveLength(5)
  expect(ask).toHaveBeenCalledTimes(3)
})

test('many that were missed are fetched page by page, very many begin the list anew', async () => {
  const { shown, happen } = await looked(10)
  await happen(120)
  expect(shown()).toEqual(BACKWARDS(130, 1))
  await happen(1000)
  expect(shown()).toEqual(BACKWARDS(1130, 1081))
})

test('a question that fails is told, and asked again when something happens', async () => {
  const { commits, shown, happen, log } = await looked(10)
  log.isUp = false
  await happen(1)
  expect(commits.chapter.state).toBe('failed')
  expect(shown()).toHaveLength(10)
  log.isUp = true
  commits.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(commits.chapter.state).toBe('known')
  expect(shown()).toHaveLength(11)
})

test('who looks away and back sees what happened in between', async () => {
  const { commits, end, happen, shown, ask } = await looked(10)
  end()
  await happen(2)
  expect(ask).toHaveBeenCalledTimes(1)
  commits.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(0)
  expect(shown()).toEqual(BACKWARDS(12, 1))
})

test('a model without commits has an end', async () => {
  const { commits, happen, shown } = await looked(0)
  expect(commits.chapter).toMatchObject({ state: 'known', hasMore: false })
  await happen(1)
  expect(shown()).toEqual([1])
})
