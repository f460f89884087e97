/**
 * A connection that is cut after any frame, for every kind of gesture.
 *
 * SCHEMAOS_CUTS=all cuts everywhere; otherwise each kind is cut in a few places, and all of them
 * together in every place.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Cut, Side } from '@harness/cutting'
import { type Commit, commitsOf, introduce, newModel } from '@harness/people'
import { type Place, Tab, together } from '@harness/tab'
import { describe, expect, inject, test } from 'vitest'
import { GESTURE } from '@/model/edits'
import { type Ground, KINDS, type Kind, lay } from './catalogue'

/**
 * When the cut comes. `joining`: the gesture was made offline, and the connection is coming back.
 * `live`: it is made on a connection that stands. `crash`: the same, and the page goes with it.
 */
type Way = 'joining' | 'live' | 'crash'

/** Frames that pass at least, of any kind of gesture. */
const FRAMES: Readonly<Record<Way, Readonly<Record<Side, number>>>> = {
  joining: { client: 3, server: 4 }, // step 1, known, edit; room, step 2, unknown, saved
  live: { client: 1, server: 1 }, // edit; saved
  crash: { client: 1, server: 1 }
}

const PLACES = (Object.keys(FRAMES) as Way[]).flatMap(way =>
  (['client', 'server'] as const).map(side => ({ way, side }))
)
const CUTS = PLACES.flatMap(({ way, side }) =>
  Array.from({ length: FRAMES[way][side] }, (_, nth) => ({ way, side, frames: nth + 1 }))
)
const STRIDE = 6

describe.each(KINDS.map((kind, nth) => ({ ...kind, nth })))('$name', kind => {
  if (process.env['SCHEMAOS_CUTS'] === 'all') {
    test.each(PLACES)('$way: cut after every frame of the $side', async ({ way, side }) => {
      let frames = 1
      while ((await run(kind, way, { side, frames })) === 'cut') frames += 1
      expect(frames).toBeGreaterThan(FRAMES[way][side])
    })
    return
  }
  const here = CUTS.filter((_, place) => (place + kind.nth) % STRIDE === 0)
  test.each(here)('$way: cut after frame $frames of the $side', async ({ way, ...cut }) => {
    expect(await run(kind, way, cut)).toBe('cut')
  })
})

/** Everything that one run is about. */
interface Course {
  readonly place: Place
  readonly kind: Kind
  readonly ground: Ground
  readonly ann: Tab
  readonly ben: Tab
}

/** Returns whether there was such a frame to cut after. */
async function run(kind: Kind, way: Way, cut: Cut): Promise<'cut' | 'passed'> {
  const place = { server: inject('server'), model: await newModel(inject('server')) }
  await using ann = await Tab.open(place, await introduce(place.server, 'Ann'))
  await using ben = await Tab.open(place, await introduce(place.server, 'Ben'))
  await together(ann, ben)
  const course = { place, kind, ground: lay(ann), ann, ben }
  await kind.before?.(ann, course.ground)
  await together(ann, ben)
  const former = await history(course)
  await together(ann, ben)
  const seen = changesIn(ben)
  const ending = { isCut: false }
  void (way === 'joining' ? ann.proxy.plan(cut) : ann.proxy.planNow(cut)).then(() => {
    ending.isCut = true
  })
  const made = await (way === 'joining' ? offline(course) : acted(course))
  if (way === 'crash') {
    await ann.until(() => ending.isCut || ann.session.status.state === 'live')
    await ann.crash()
  }
  await saidAndDone(course)
  await together(ann, ben)
  expect(seen()).toBeGreaterThanOrEqual(kind.brings === 'refusal' ? 0 : 1)
  expect(seen()).toBeLessThanOrEqual(kind.brings === 'refusal' ? 0 : made.length)
  onceEach(kind, made, former, await history(course))
  return ending.isCut ? 'cut' : 'passed'
}

/** Make it without a connection, and let that come back. */
async function offline(course: Course): Promise<readonly string[]> {
  const { ann } = course
  ann.offline()
  await ann.until(() => ann.session.status.state === 'offline')
  const made = await acted(course)
  ann.proxy.open()
  ann.session.reconnect()
  return made
}

/** Do it; returns the ids of its gestures. */
async function acted({ ann, kind, ground }: Course): Promise<readonly string[]> {
  const before = ann.events.length
  const acting = kind.act(ann, ground)
  const news = ann.events.slice(before)
  await acting
  return news.flatMap(one => (one.event === 'made' ? [one.gesture.editId] : []))
}

/** As soon as nothing is pending the server has all of it, whatever becomes of the client. */
async function saidAndDone({ ann, place }: Course): Promise<void> {
  await ann.until(() => ann.pending === 0)
  ann.offline()
  const mine = ann.document.elements.toJSON()
  await using carl = await Tab.open(place, await introduce(place.server, 'Carl'))
  await carl.saved()
  expect(carl.document.elements.toJSON()).toEqual(mine)
  await ann.online()
}

/** All commits until now. */
function history({ place }: Course): Promise<readonly Commit[]> {
  return commitsOf(place.server, place.model)
}

/** History has each gesture once, and nothing that nobody did; typing becomes a commit later. */
function onceEach(
  kind: Kind,
  made: readonly string[],
  former: readonly Commit[],
  now: readonly Commit[]
): void {
  const news = now.slice(0, now.length - former.length)
  const typing = news.filter(one => one.operations.every(({ attribute }) => attribute === 'doc'))
  const others = news.filter(one => !typing.includes(one)).map(one => one.commit_id)
  expect(others).toEqual(kind.brings === 'commits' ? made.toReversed() : [])
}

/** Count how often what a screen shows becomes another because of somebody else. */
function changesIn({ document }: Tab): () => number {
  let changes = 0
  let shown = document.elements.toJSON()
  document.observe((_, origin) => {
    const now = document.elements.toJSON()
    if (origin !== GESTURE && !isDeepStrictEqual(now, shown)) changes += 1
    shown = now
  })
  return () => changes
}
