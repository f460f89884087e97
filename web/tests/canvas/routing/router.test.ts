import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EdgeRequest } from '@/canvas/routing/ends'
import { type Box, handleOf, type Point, type Side } from '@/canvas/routing/geometry'
import type { Obstacle } from '@/canvas/routing/obstacles'
import type { Route } from '@/canvas/routing/route'
import { type Change, Router } from '@/canvas/routing/router'
import { columns, type Model } from './models'

const RUNS = { numRuns: 120 }

function settled(...changes: readonly Change[]): Router {
  const router = new Router()
  for (const change of changes) router.update(change)
  for (const _ of router.settle());
  return router
}

/** Cards on a coarse grid with gaps between them, as somebody would place them by hand. */
const apart: fc.Arbitrary<Model> = fc
  .record({
    places: fc.uniqueArray(fc.nat(24), { minLength: 2, maxLength: 14 }),
    shifts: fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(7)), { minLength: 25, maxLength: 25 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.option(fc.nat(5))), { maxLength: 16 })
  })
  .map(({ places, shifts, links }) => {
    const cards = places.map((place, nth) => {
      const [right, down, rows] = shifts[nth] ?? [0, 0, 0]
      const x = (place % 5) * 320 + right * 8
      const y = Math.floor(place / 5) * 288 + down * 8
      return { id: `c${nth}`, box: { x, y, w: 232, h: 41 + 22 * rows } }
    })
    return { cards, edges: linked(cards, links) }
  })

/** Cards anywhere, also on top of each other. */
const anywhere: fc.Arbitrary<Model> = fc
  .record({
    boxes: fc.array(fc.tuple(fc.nat(90), fc.nat(60), fc.nat(7)), { minLength: 1, maxLength: 14 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.option(fc.nat(5))), { maxLength: 16 })
  })
  .map(({ boxes, links }) => {
    const cards = boxes.map(([x, y, rows], nth) => ({
      id: `c${nth}`,
      box: { x: x * 8, y: y * 8, w: 232, h: 41 + 22 * rows }
    }))
    return { cards, edges: linked(cards, links) }
  })

function linked(
  cards: readonly Obstacle[],
  links: readonly (readonly [number, number, number | null])[]
): readonly EdgeRequest[] {
  return links.map(([from, to, row], nth) => ({
    id: `e${nth}`,
    from: { card: `c${from % cards.length}`, row },
    to: { card: `c${to % cards.length}`, row: null }
  }))
}

/** The lines of a route as boxes without breadth. */
function lines({ points }: Route): readonly Box[] {
  return points.slice(1).map((point, nth) => {
    const before = points[nth] ?? point
    const x = Math.min(point.x, before.x)
    const y = Math.min(point.y, before.y)
    return { x, y, w: Math.abs(point.x - before.x), h: Math.abs(point.y - before.y) }
  })
}

function cuts(line: Box, { x, y, w, h }: Box): boolean {
  return line.x < x + w && line.x + line.w > x && line.y < y + h && line.y + line.h > y
}

function crossed({ cards }: Model, route: Route): readonly string[] {
  return cards.filter(({ box }) => lines(route).some(line => cuts(line, box))).map(({ id }) => id)
}

test('no edge runs through a card', () => {
  fc.assert(
    fc.property(apart, model => {
      for (const route of settled(model).routes()) expect(crossed(model, route)).toEqual([])
    }),
    RUNS
  )
})

test('lines are level or upright, and none is empty', () => {
  fc.assert(
    fc.property(anywhere, model => {
      for (const route of settled(model).routes()) {
        for (const { w, h } of lines(route)) expect([w === 0, h === 0]).toContain(true)
        for (const { w, h } of lines(route)) expect(w + h).toBeGreaterThan(0)
      }
    }),
    RUNS
  )
})

test('an edge begins at its row, or on its card, and ends on the other card', () => {
  fc.assert(
    fc.property(anywhere, model => {
      const router = settled(model)
      for (const { id, from, to } of model.edges) {
        const { points, sides } = router.route(id) ?? { points: [], sides: null }
        const start = boxOf(model, from.card)
        const stop = boxOf(model, to.card)
        expect(points[0]?.x).toBe(borderOf(start, sides?.from))
        expect(points.at(-1)?.x).toBe(borderOf(stop, sides?.to))
        if (from.row !== null && 47 + 22 * from.row <= start.h - 4) {
          expect(points[0]?.y).toBe(start.y + handleOf(from.row, start.h))
        }
        expect(isBeside(points[0], start)).toBe(true)
        expect(isBeside(points.at(-1), stop)).toBe(true)
      }
    }),
    RUNS
  )
})

function boxOf({ cards }: Model, id: string): Box {
  return cards.find(card => card.id === id)?.box ?? { x: 0, y: 0, w: 0, h: 0 }
}

function borderOf({ x, w }: Box, side: Side | undefined): number {
  return side === 'left' ? x : x + w
}

function isBeside(point: Point | undefined, { y, h }: Box): boolean {
  return point !== undefined && point.y > y && point.y < y + h
}

test('routes move with the cards when everything moves', () => {
  const shift = fc.tuple(
    fc.integer({ min: -5000, max: 5000 }),
    fc.integer({ min: -5000, max: 5000 })
  )
  fc.assert(
    fc.property(anywhere, shift, (model, [right, down]) => {
      const moved = model.cards.map(({ id, box }) => ({
        id,
        box: { ...box, x: box.x + right, y: box.y + down }
      }))
      const there = settled({ ...model, cards: moved })
      for (const { id, points } of settled(model).routes()) {
        const expected = points.map(({ x, y }) => ({ x: x + right, y: y + down }))
        expect(there.route(id)?.points).toEqual(expected)
      }
    }),
    RUNS
  )
})

test('the order in which things come does not matter', () => {
  fc.assert(
    fc.property(anywhere, model => {
      const backwards = settled(
        { edges: model.edges.toReversed() },
        ...model.cards.toReversed().map(card => ({ cards: [card] }))
      )
      expect(drawn(backwards)).toEqual(drawn(settled(model)))
    }),
    RUNS
  )
})

const moves = fc.array(
  fc.tuple(fc.nat(), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })),
  { minLength: 1, maxLength: 6 }
)

test('what was moved about is in the end the same as from nothing', () => {
  fc.assert(
    fc.property(fc.oneof(apart, anywhere), moves, fc.boolean(), (model, steps, isPatient) => {
      const router = settled(model)
      const cards = [...model.cards]
      for (const [which, right, down] of steps) {
        const place = which % cards.length
        const { id, box } = cards[place] ?? { id: '', box: { x: 0, y: 0, w: 0, h: 0 } }
        const moved = { id, box: { ...box, x: box.x + 8 * right, y: box.y + 8 * down } }
        cards[place] = moved
        router.update({ cards: [moved] })
        if (isPatient) for (const _ of router.settle());
      }
      for (const _ of router.settle());
      expect(drawn(router)).toEqual(drawn(settled({ ...model, cards })))
    }),
    { numRuns: 300 }
  )
})

test('what goes leaves room, and comes back to the same', () => {
  fc.assert(
    fc.property(apart, fc.nat(), (model, which) => {
      const gone = model.cards[which % model.cards.length]
      if (gone === undefined) return
      const router = settled(model)
      const before = drawn(router)
      router.update({ goneCards: [gone.id] })
      for (const _ of router.settle());
      const left = model.cards.filter(({ id }) => id !== gone.id)
      expect(drawn(router)).toEqual(drawn(settled({ ...model, cards: left })))
      router.update({ cards: [gone] })
      for (const _ of router.settle());
      expect(drawn(router)).toEqual(before)
      router.update({ goneEdges: model.edges.map(({ id }) => id) })
      expect(drawn(router)).toEqual([])
    }),
    RUNS
  )
})

test('at once after a move no edge runs through the card that moved', () => {
  fc.assert(
    fc.property(apart, fc.nat(), fc.nat(24), (model, which, place) => {
      const card = model.cards[which % model.cards.length]
      if (card === undefined) return
      const router = settled(model)
      const box = { ...card.box, x: (place % 5) * 320 + 40, y: Math.floor(place / 5) * 288 + 1600 }
      const moved = model.cards.map(one => (one === card ? { id: card.id, box } : one))
      router.update({ cards: moved })
      for (const route of router.routes())
        expect(crossed({ ...model, cards: moved }, route)).toEqual([])
    }),
    RUNS
  )
})

test('a route that is not touched stays the same object', () => {
  const model = columns(60, 80)
  const router = settled(model)
  const before = new Map([...router.routes()].map(route => [route.id, route]))
  const card = model.cards[0]
  if (card === undefined) throw new Error('no card')
  const rerouted = router.update({ cards: [{ ...card, box: { ...card.box, x: card.box.x - 8 } }] })
  expect(rerouted.size).toBeGreaterThan(0)
  expect(rerouted.size).toBeLessThan(20)
  for (const route of router.routes()) {
    if (!rerouted.has(route.id)) expect(route).toBe(before.get(route.id))
  }
})

/** Everything that is drawn, in an order of its own. */
function drawn(router: Router): readonly Route[] {
  return [...router.routes()].sort((one, other) => (one.id < other.id ? -1 : 1))
}
