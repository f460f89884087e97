import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutBy } from '@/canvas/layout/layout'
import type { LayoutCard, LayoutEdge, LayoutRequest, Places } from '@/canvas/layout/request'
import type { Box } from '@/canvas/routing/geometry'
import { arrange } from './elk'

interface Graph {
  readonly cards: readonly LayoutCard[]
  readonly edges: readonly LayoutEdge[]
}

/** Cards in up to three frames and at the top, some of them parts of others. */
const graphs: fc.Arbitrary<Graph> = fc
  .record({
    cards: fc.array(fc.tuple(fc.nat(9), fc.nat(5), fc.nat(60), fc.nat(40)), {
      minLength: 1,
      maxLength: 24
    }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 30 })
  })
  .map(({ cards, links }) => ({
    cards: cards.map(([rows, parent, x, y], nth) => ({
      id: `c${nth}`,
      box: { x: x * 8, y: y * 8, w: 232, h: 41 + 22 * rows },
      parent: parentOf(parent, nth)
    })),
    edges: links.map(([from, to]) => ({
      from: `c${from % cards.length}`,
      to: `c${to % cards.length}`
    }))
  }))

function parentOf(choice: number, nth: number): string | null {
  if (choice < 3) return `f${choice}`
  return choice === 3 && nth > 0 ? `c${nth - 1}` : null
}

const RUNS = { numRuns: 40 }

function laid(graph: Graph, more: Partial<LayoutRequest> = {}): Promise<Places> {
  return layOutBy(arrange, { ...graph, scope: 'model', ...more })
}

function boxesOf({ cards }: Graph, places: Places): readonly Box[] {
  return cards.map(({ id, box }) => ({ ...box, ...places.get(id) }))
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.w &&
    other.x < one.x + one.w &&
    one.y < other.y + other.h &&
    other.y < one.y + one.h
  )
}

function extent(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map(box => box.x))
  const y = Math.min(...boxes.map(box => box.y))
  const w = Math.max(...boxes.map(box => box.x + box.w)) - x
  return { x, y, w, h: Math.max(...boxes.map(box => box.y + box.h)) - y }
}

test('every card has a place in whole steps, and none lies on another', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async graph => {
      const places = await laid(graph)
      expect(places.size).toBe(graph.cards.length)
      const boxes = boxesOf(graph, places)
      for (const { x, y } of boxes) expect([x % 8, y % 8].map(Math.abs)).toEqual([0, 0])
      for (const [nth, box] of boxes.entries()) {
        expect(boxes.slice(0, nth).filter(other => overlap(box, other))).toEqual([])
      }
    }),
    RUNS
  )
})

test('frames do not lie on each other, nor on cards of the top', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async graph => {
      const flat = {
        ...graph,
        cards: graph.cards.map(card => ({
          ...card,
          parent: card.parent?.startsWith('f') === true ? card.parent : null
        }))
      }
      const places = await laid(flat)
      const frames = new Map<string, Box[]>()
      for (const { id, box, parent } of flat.cards) {
        const key = parent ?? id
        frames.set(key, [...(frames.get(key) ?? []), { ...box, ...places.get(id) }])
      }
      const extents = [...frames].map(([key, boxes]) => framed(key, extent(boxes)))
      for (const [nth, box] of extents.entries()) {
        expect(extents.slice(0, nth).filter(other => overlap(box, other))).toEqual([])
      }
    }),
    RUNS
  )
})

/** A frame as it is drawn around its cards. */
function framed(key: string, { x, y, w, h }: Box): Box {
  return key.startsWith('f') ? { x: x - 16, y: y - 40, w: w + 32, h: h + 56 } : { x, y, w, h }
}

test('the same request has the same answer', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async graph => {
      expect([...(await laid(graph))]).toEqual([...(await laid(graph))])
    }),
    { numRuns: 10 }
  )
})

test('a selection stays at its corner, frame by frame', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async ({ cards, edges }) => {
      const selected = { cards: cards.map(card => ({ ...card, parent: null })), edges }
      const boxes = boxesOf(selected, await laid(selected, { scope: 'selection' }))
      const { x, y } = extent(cards.map(({ box }) => box))
      expect(extent(boxes)).toMatchObject({ x, y })
    }),
    RUNS
  )
})

test('what stands around is not covered', async () => {
  const standing = fc.array(fc.tuple(fc.nat(80), fc.nat(80)), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(graphs, standing, async (graph, corners) => {
      const around = corners.map(([x, y]) => ({ x: x * 8, y: y * 8, w: 232, h: 151 }))
      for (const box of boxesOf(graph, await laid(graph, { around }))) {
        expect(around.filter(other => overlap(box, other))).toEqual([])
      }
    }),
    RUNS
  )
})

test('a large frame is laid out in parts, and looks like a screen', async () => {
  const cards = Array.from({ length: 400 }, (_, nth) => ({
    id: `c${nth}`,
    box: { x: 0, y: 0, w: 232, h: 41 + 22 * (nth % 9) },
    parent: 'f'
  }))
  const edges = cards.slice(1).map(({ id }, nth) => ({ from: id, to: `c${nth >> 1}` }))
  const boxes = boxesOf({ cards, edges }, await laid({ cards, edges }))
  const { w, h } = extent(boxes)
  expect(w / h).toBeGreaterThan(0.8)
  expect(w / h).toBeLessThan(3.2)
})

test.each([
  ['a chain', 300, (nth: number) => [nth, nth + 1]],
  ['a star', 300, (nth: number) => [nth + 1, 0]],
  ['all with all', 60, (nth: number) => [nth % 60, (nth * 7 + Math.floor(nth / 60)) % 60]]
] as const)('what ELK could not bear is laid out: %s', async (_, count, link) => {
  const cards = Array.from({ length: count }, (_card, nth) => ({
    id: `c${nth}`,
    box: { x: 0, y: 0, w: 232, h: 151 },
    parent: null
  }))
  const length = count === 60 ? 1770 : count - 1
  const edges = Array.from({ length }, (_edge, nth) => link(nth)).map(([from, to]) => ({
    from: `c${from}`,
    to: `c${to}`
  }))
  const boxes = boxesOf({ cards, edges }, await laid({ cards, edges }))
  const { w, h } = extent(boxes)
  expect(w / h).toBeGreaterThan(0.8)
  expect(w / h).toBeLessThan(3.2)
})

test('it says how far it is, in words', async () => {
  const card = (id: string, parent: string) => ({ id, box: { x: 0, y: 0, w: 232, h: 63 }, parent })
  const said: string[] = []
  const cards = [card('a', 'f'), card('b', 'f'), card('c', 'g')]
  await layOutBy(arrange, { cards, edges: [], scope: 'model' }, words => said.push(words))
  await layOutBy(arrange, { cards: cards.slice(2), edges: [], scope: 'model' }, words =>
    said.push(words)
  )
  expect(said).toEqual([
    'Laying out 3 cards, 1 of 2 contexts',
    'Laying out 3 cards, 2 of 2 contexts',
    'Laying out 1 card'
  ])
})

test('nothing is laid out to nothing', async () => {
  expect((await laid({ cards: [], edges: [] })).size).toBe(0)
})
