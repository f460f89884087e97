import { expect, test } from 'vitest'
import { closing } from '@/sync/closing'
import { PACE, Route } from '@/sync/route'

const HOME = 'https://models.example/'
const OWNER = 'http://10.0.0.2:8001'
const route = (random = 1) => new Route({ server: HOME, model: 'my shop' }, PACE, () => random)
const hosts = (one: Route) => {
  const { host, searchParams } = new URL(one.address('j1'))
  return `${host}${searchParams.get('stay') === '1' ? ' stay' : ''}`
}

test('the address says gestures and the journal', () => {
  expect(route().address('j1')).toBe('wss://models.example/api/sync/my%20shop?ext=1&journal=j1')
})

test('pauses double up to the longest, and never are all the same', () => {
  const one = route()
  const pauses = Array.from({ length: 8 }, () => one.lost(null, 0))
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000])
  expect(route(0).lost(null, 0)).toBe(125)
})

test('the server’s hint is followed', () => {
  expect(route().lost(700, 0)).toBe(700)
})

test('only a connection that lasted makes pauses short again', () => {
  const one = route()
  for (let nth = 0; nth < 4; nth += 1) one.lost(null, 0)
  one.arrived(1000)
  expect(one.lost(null, 2000)).toBe(4000)
  one.arrived(10_000)
  expect(one.lost(null, 10_000 + PACE.longest)).toBe(250)
})

test('a redirect is followed at once, and a second one without arriving is not', () => {
  const one = route()
  expect(one.redirected(OWNER)).toBe(0)
  expect(hosts(one)).toBe('10.0.0.2:8001')
  expect(one.redirected('http://10.0.0.3:8001')).toBeGreaterThan(0)
  expect(hosts(one)).toBe('10.0.0.3:8001')
})

test('from an owner that cannot be reached it goes home and asks to be passed on', () => {
  const one = route()
  one.redirected(OWNER)
  expect(one.lost(null, 0)).toBe(0)
  expect(hosts(one)).toBe('models.example stay')
  one.lost(null, 0)
  expect(hosts(one)).toBe('models.example')
})

test('an owner that was reached and is lost is looked for from home', () => {
  const one = route()
  one.redirected(OWNER)
  one.arrived(0)
  expect(one.lost(null, 0)).toBe(250)
  expect(hosts(one)).toBe('models.example')
})

test.each([
  [1006, '', { do: 'reconnect', after: null }],
  [4508, 'too slow', { do: 'reconnect', after: null }],
  [1009, '', { do: 'lighten' }],
  [4403, 'too many edits were refused in a short time; reload', { do: 'rest' }],
  [1012, 'the server restarts; connect again; retry in 0.4 s', { do: 'reconnect', after: 400 }],
  [1012, 'this journal connected again; retry in 0.4 s', { do: 'move out' }],
  [4403, 'you may not', { do: 'stop', cause: 'rejected', message: 'you may not' }],
  [4404, 'no such model', { do: 'stop', cause: 'no-model', message: 'no such model' }],
  [4409, 'stale', { do: 'start anew' }],
  [4510, OWNER, { do: 'redirect', url: OWNER }],
  [4510, 'somewhere', { do: 'reconnect', after: null }]
])('a close %i "%s" is followed by', (code, reason, then) => {
  expect(closing(code, reason)).toEqual(then)
})
