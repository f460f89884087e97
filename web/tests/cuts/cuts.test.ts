/**
 * A connection that is cut after any frame, for every kind of gesture.
 *
 * SCHEMAOS_CUTS=all cuts everywhere; otherwise each kind is cut in a few places, and all of them
 * together in every place.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Cut, Side } from '@harness/cutting'
import { type Commit, commitsOf, introduce, newModel } from '@harness/people'
import { REBUILDING, Server } from '@harness/server'
import { type Place, Tab, together } from '@harness/tab'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
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

/** For kinds that need a document to be made anew. */
let rebuilding: Server
beforeAll(async () => {
  rebuilding = await Server.start(REBUILDING)
})
afterAll(() => rebuilding[Symbol.asyncDispose]())

/** How often a connection was cut in this run of the tests. */
let cuts = 0
afterAll(() => console.log(`${cuts} connections were cut`))

describe.each(KINDS.map((kind, nth) => ({ ...kind, nth })))('$name', kind => {
  const isOurs = ({ way }: { readonly way: Way }) => kind.between === undefined || way === 'joining'
  if (process.env['SCHEMAOS_CUTS'] === 'all') {
    test.each(PLACES.filter(isOurs))(
      '$way: cut after every frame of the $side',
      async ({ way, side }) => {
        let frames = 1
        while ((await run(kind, way, { side, frames })) === 'cut') frames += 1
        expect(frames).toBeGreaterThan(FRAMES[way][side])
      }
    )
    return
  }
  const here = CUTS.filter(isOurs).filter((_, place) => (place + kind.nth) % STRIDE === 0)
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
  const server = kind.between === 'epoch' ? rebuilding.address : inject('server')
  const place = { server, model: await newModel(server) }
  await using ann = await Tab.open(place, await introduce(place.server, 'Ann'))
  await using ben = await Tab.open(place, await introduce(place.server, 'Ben'))
  await together(ann, ben)
  while (kind.brings === 'fatal' && clientOf(ann) < clientOf(ben)) {
    await ann.reload() // of two who make one element the higher client id replaces the other's
    await together(ann, ben)
  }
  const course = { place, kind, ground: lay(ann), ann, ben }
  await kind.before?.(ann, course.ground)
  await together(ann, ben)
  const former = await history(course)
  await together(ann, ben)
  const seen = changesIn(ben)
  const shown = ben.document.elements.toJSON()
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
  const isOther = !isDeepStrictEqual(ben.document.elements.toJSON(), shown)
  if (kind.between === undefined) onScreen(kind, seen(), isOther ? 1 : 0, made.length)
  onceEach(course, made, former, await history(course))
  if (ending.isCut) cuts += 1
  return ending.isCut ? 'cut' : 'passed'
}

const clientOf = ({ document }: Tab) => document.doc.clientID

/** Others see each gesture at most once, and nothing that was refused. */
function onScreen({ brings }: Kind, seen: number, least: number, most: number): void {
  expect(seen).toBeGreaterThanOrEqual(least)
  expect(seen).toBeLessThanOrEqual(brings === 'refusal' ? 0 : most)
}

/** Make it without a connection, and let that come back. */
async function offline(course: Course): Promise<readonly string[]> {
  const { ann } = course
  ann.offline()
  await ann.until(() => ann.session.status.state === 'offline')
  const made = await acted(course)
  if (course.kind.between === 'epoch') {
    const closed = rebuilding.roomClosed()
    course.ben.offline()
    await closed
    await course.ben.online()
  }
  ann.proxy.open()
  ann.session.reconnect()
  return made
}

/** Do it; returns the ids of its gestures. */
async function acted({ ann, ben, kind, ground }: Course): Promise<readonly string[]> {
  const before = ann.events.length
  await kind.act(ann, ground, ben)
  const news = ann.events.slice(before)
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

/**
 * History has each gesture once, under the number that was told, and nothing that nobody did.
 * Typing becomes a commit later, of its own.
 */
function onceEach(
  { kind, ann }: Course,
  made: readonly string[],
  former: readonly Commit[],
  now: readonly Commit[]
): void {
  const news = now.slice(0, now.length - former.length).filter(({ author }) => author === 'Ann')
  const isTyping = ({ operations }: Commit) =>
    operations.every(({ attribute }) => attribute === 'doc')
  const commits = new Map(news.filter(one => !isTyping(one)).map(one => [one.commit_id, one.tx]))
  const [told, refused] = answers(ann, made)
  expect([...told.keys(), ...refused].sort()).toEqual([...made].sort())
  const recorded = [...told].filter(([, tx]) => tx !== null)
  expect([...commits].sort()).toEqual(recorded.sort())
  expect([...commits.keys()]).toEqual(made.filter(editId => commits.has(editId)).toReversed())
  if (kind.brings === 'commits') expect([...commits.keys()]).toEqual(made.toReversed())
  if (kind.brings === 'text' || kind.brings === 'refusal') expect(commits.size).toBe(0)
  if (kind.brings === 'refusal' || kind.brings === 'fatal') expect(refused.size).toBe(1)
}

/** What Ann was told of her gestures: the commits of those saved, and which were refused. */
function answers(ann: Tab, made: readonly string[]): [Map<string, number | null>, Set<string>] {
  const told = new Map<string, number | null>()
  const refused = new Set<string>()
  for (const one of ann.events) {
    if (one.event === 'saved' && made.includes(one.gesture.editId)) {
      told.set(one.gesture.editId, one.tx)
    }
    if (one.event === 'refused') refused.add(one.gesture.editId)
  }
  return [told, refused]
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
