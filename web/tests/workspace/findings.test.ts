import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Finding, Level } from '@/api/http.gen'
import type { SessionEvent } from '@/sync/events'
import type { Status } from '@/sync/status'
import { Findings } from '@/workspace/findings'

const LIVE: Status = { state: 'live', pending: 0, durable: true, access: 'edit' }
const AWAY: Status = { ...LIVE, state: 'offline', retryAt: 0, because: 'connection' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Order stands in Ordering, and total in Order. */
const PARENTS: Record<string, string> = { total: 'order', order: 'ordering', customer: 'ordering' }

interface Given {
  readonly answers: readonly (readonly Finding[] | Error)[]
  readonly status?: Status
  readonly noted?: unknown
}

function given({ answers, status = LIVE, noted }: Given) {
  const hearing = new Set<(event: SessionEvent) => void>()
  const moving = new Set<() => void>()
  const notes = new Map<string, unknown>(noted === undefined ? [] : [['findings', noted]])
  const parents = { ...PARENTS }
  const ask = vi.fn(async () => {
    const answer = answers[Math.min(ask.mock.calls.length, answers.length) - 1]
    if (answer instanceof Error || answer === undefined) throw answer
    return answer
  })
  const room = {
    status,
    subscribe: (listener: (event: SessionEvent) => void) => {
      hearing.add(listener)
      return () => hearing.delete(listener)
    },
    note: async (name: string) => notes.get(name),
    setNote: async (name: string, value: unknown) => {
      notes.set(name, value)
    }
  }
  const tree = {
    ancestors: (id: string) => above(parents, id).map(one => ({ id: one })),
    subscribe: (listener: () => void) => {
      moving.add(listener)
      return () => moving.delete(listener)
    }
  }
  const findings = new Findings({ room, tree, ask })
  const heard = vi.fn()
  findings.subscribe(heard)
  const say = async (event: SessionEvent) => {
    for (const listener of hearing) listener(event)
    await vi.advanceTimersByTimeAsync(1000)
  }
  const move = async (element: string, parent: string) => {
    parents[element] = parent
    for (const listener of moving) listener()
    await vi.advanceTimersByTimeAsync(1000)
  }
  return { findings, ask, heard, say, move, notes }
}

function above(parents: Readonly<Record<string, string>>, id: string): string[] {
  const parent = parents[id]
  return parent === undefined ? [] : [parent, ...above(parents, parent)]
}

function found(element: string, level: Level = 'warning'): Finding {
  const message = `${element} is not right`
  return {
    rule: 'A1',
    level,
    element,
    path: element,
    attribute: null,
    message,
    remedy: '',
    fixes: []
  }
}

const NOTICE: SessionEvent = { event: 'notice', topic: 'findings', ids: [], tx: 1 }

test('findings are counted for what they stand in, and each has its own', async () => {
  const { findings } = given({ answers: [[found('total', 'error'), found('customer')]] })
  expect(findings.report.state).toBe('asking')
  await vi.advanceTimersByTimeAsync(0)
  expect(findings.report).toMatchObject({ state: 'checked', errors: 1, warnings: 1 })
  expect(findings.problemsOf('total')).toMatchObject({ level: 'error', count: 1 })
  expect(findings.problemsOf('order')).toMatchObject({ level: 'error', count: 1, own: [] })
  expect(findings.problemsOf('ordering')).toMatchObject({ level: 'error', count: 2 })
  expect(findings.problemsOf('catalog')).toBeNull()
})

test('hints are no problems', async () => {
  const { findings } = given({ answers: [[found('total', 'info')]] })
  await vi.advanceTimersByTimeAsync(0)
  expect(findings.report).toMatchObject({ errors: 0, warnings: 0 })
  expect(findings.problemsOf('total')).toBeNull()
})

test('a burst of notices is one question, and what is as before is the same object', async () => {
  const first = [found('total'), found('customer')]
  const { findings, ask, say } = given({ answers: [first, [found('total')]] })
  await vi.advanceTimersByTimeAsync(0)
  const kept = findings.problemsOf('total')
  await Promise.all([say(NOTICE), say(NOTICE), say(NOTICE)])
  expect(ask).toHaveBeenCalledTimes(2)
  expect(findings.problemsOf('customer')).toBeNull()
  expect(findings.problemsOf('total')).toBe(kept)
})

test('a notice of another topic asks nothing', async () => {
  const { ask, say } = given({ answers: [[]] })
  await say({ ...NOTICE, topic: 'comments' })
  expect(ask).toHaveBeenCalledTimes(1)
})

test('without a connection the last known is shown as such, and asked for when it is back', async () => {
  const { findings, ask, say } = given({ answers: [[found('total')], []] })
  await vi.advanceTimersByTimeAsync(0)
  await say({ event: 'status', status: AWAY })
  expect(findings.report).toMatchObject({ state: 'old', warnings: 1 })
  await say({ event: 'status', status: LIVE })
  expect(findings.report).toMatchObject({ state: 'checked', warnings: 0 })
  expect(ask).toHaveBeenCalledTimes(2)
})

test('what was known before a reload is there at once, and gives way to what is known now', async () => {
  const offline = given({ answers: [], status: AWAY, noted: [found('total')] })
  await vi.advanceTimersByTimeAsync(0)
  expect(offline.findings.report).toMatchObject({ state: 'old', warnings: 1 })
  expect(offline.ask).not.toHaveBeenCalled()
  const online = given({ answers: [[found('customer')]], noted: [found('total')] })
  await vi.advanceTimersByTimeAsync(0)
  expect(online.findings.problemsOf('total')).toBeNull()
  expect(online.notes.get('findings')).toMatchObject([{ element: 'customer' }])
})

test('an answer that fails leaves what is known', async () => {
  const { findings, say } = given({ answers: [[found('total')], new Error('503')] })
  await vi.advanceTimersByTimeAsync(0)
  await say(NOTICE)
  expect(findings.report).toMatchObject({ state: 'old', warnings: 1 })
})

test('what moves is counted where it stands now', async () => {
  const { findings, move, heard } = given({ answers: [[found('total')]] })
  await vi.advanceTimersByTimeAsync(0)
  heard.mockClear()
  await move('total', 'customer')
  expect(findings.problemsOf('order')).toBeNull()
  expect(findings.problemsOf('customer')).toMatchObject({ count: 1 })
  expect(heard).toHaveBeenCalledTimes(1)
  await move('address', 'ordering')
  expect(heard).toHaveBeenCalledTimes(1)
})

test('after it is closed nothing is asked or told', async () => {
  const { findings, ask, heard, say } = given({ answers: [[]] })
  findings.close()
  await say(NOTICE)
  expect(ask).toHaveBeenCalledTimes(1)
  expect(heard).not.toHaveBeenCalled()
})
