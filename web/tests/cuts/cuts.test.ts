/**
 * A connection that is cut after any frame, for every kind of gesture.
 *
 * SCHEMAOS_CUTS=all cuts everywhere; otherwise each kind is cut in a few places, all of them
 * together in every place.
 */
import type { Cut, Side } from '@harness/cutting'
import { type Commit, commitsUntil, introduce, newModel } from '@harness/people'
import { rename } from '@harness/steps'
import { type Place, Tab, together } from '@harness/tab'
import { describe, expect, inject, test } from 'vitest'
import { GESTURE } from '@/model/edits'
import { type Ground, KINDS, type Kind, lay } from './catalogue'

/**
 * When the cut comes. `joining`: the gesture was made offline, and the connection is coming back.
 * `live`: it is made on a connection that stands. `crash`: the same, and the page goes with it.
 */
type Way = 'joining' | 'live' | 'crash'

/** How many frames pass each way, so that it can be cut after each of them. */
const FRAMES: Readonly<Record<Way, Readonly<Record<Side, number>>>> = {
  joining: { client: 4, server: 5 }, // step 1, known, presence, edit; room, step 2, unknown, saved
  live: { client: 1, server: 2 }, // edit; saved, or what was put right and refused
  crash: { client: 1, server: 1 }
}

const STRIDE = process.env['SCHEMAOS_CUTS'] === 'all' ? 1 : 5

const everywhere = (Object.keys(FRAMES) as Way[]).flatMap(way =>
  (['client', 'server'] as const).flatMap(side =>
    Array.from({ length: FRAMES[way][side] }, (_, nth) => ({ way, side, frames: nth + 1 }))
  )
)

describe.each(KINDS.map((kind, nth) => ({ ...kind, nth })))('$name', kind => {
  const here = everywhere.filter((_, place) => (place + kind.nth) % STRIDE === 0)
  test.each(here)('$way: cut after frame $frames of the $side', ({ way, ...cut }) =>
    run(kind, way, cut)
  )
})

/** Everything that one run is about. */
interface Course {
  readonly place: Place
  readonly kind: Kind
  readonly ground: Ground
  readonly ann: Tab
  readonly ben: Tab
}

async function run(kind: Kind, way: Way, cut: Cut): Promise<void> {
  const place = { server: inject('server'), model: await newModel(inject('server')) }
  await using ann = await Tab.open(place, await introduce(place.server, 'Ann'))
  await using ben = await Tab.open(place, await introduce(place.server, 'Ben'))
  await together(ann, ben)
  const course = { place, kind, ground: lay(ann), ann, ben }
  await kind.before?.(ann, course.ground)
  await together(ann, ben)
  const former = await history(course)
  const seen = changesIn(ben)
  const made = await (way === 'joining' ? joining(course, cut) : onTheLine(course, way, cut))
  await saidAndDone(course)
  await together(ann, ben)
  expect(seen()).toBe(kind.brings === 'refusal' ? 0 : made.length)
  onceEach(kind, made, former, await history(course))
}

/** Make it offline, and cut the connection while it comes back. */
async function joining({ ann, kind, ground }: Course, cut: Cut): Promise<readonly string[]> {
  ann.offline()
  await ann.until(() => ann.session.status.state === 'offline')
  const made = await acted({ ann, kind, ground })
  void ann.proxy.plan(cut)
  ann.proxy.open()
  ann.session.reconnect()
  return made
}

/** Make it on a connection that is cut then; with the page, or not. */
async function onTheLine(
  { ann, kind, ground }: Course,
  way: 'live' | 'crash',
  cut: Cut
): Promise<readonly string[]> {
  const isCut = ann.proxy.planNow(cut)
  const made = await acted({ ann, kind, ground })
  if (way === 'crash') {
    await isCut
    await ann.crash()
  }
  return made
}

/** Do it; returns the ids of its gestures. */
async function acted({
  ann,
  kind,
  ground
}: Pick<Course, 'ann' | 'kind' | 'ground'>): Promise<readonly string[]> {
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

/** All commits until now; an edit at the end shows that reading has come so far. */
async function history({ place, ben, ground }: Course): Promise<readonly Commit[]> {
  const last = ben.edit('mark', rename(ground.bill, `Bill ${crypto.randomUUID()}`))
  await ben.saved()
  return commitsUntil(place, last)
}

/** History has each gesture once, and nothing that nobody did; typing becomes a commit later. */
function onceEach(
  kind: Kind,
  made: readonly string[],
  former: readonly Commit[],
  now: readonly Commit[]
): void {
  const news = now.slice(0, now.length - former.length).slice(1)
  const typing = news.filter(one => one.operations.every(({ attribute }) => attribute === 'doc'))
  const others = news.filter(one => !typing.includes(one)).map(one => one.commit_id)
  expect(others).toEqual(kind.brings === 'commits' ? made.toReversed() : [])
}

/** Count how often a screen changes because of another's work. */
function changesIn({ document }: Tab): () => number {
  let changes = 0
  document.observe((_, origin) => {
    if (origin !== GESTURE) changes += 1
  })
  return () => changes
}
