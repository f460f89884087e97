import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snap } from '@/canvas/arranging/snap'
import type { Box } from '@/canvas/scene/box'

const box = (x: number, y: number, w = 232, h = 100): Box => ({ x, y, w, h })
const among =
  (...others: Box[]) =>
  () =>
    others

test('alone, a card comes to rest on the grid of 8', () => {
  expect(snap([box(13, 19)], among(), 1)).toEqual({ dx: 3, dy: -3, guides: [] })
  expect(snap([box(-13, -20)], among(), 1)).toEqual({ dx: -3, dy: 4, guides: [] })
})

test.each([
  ['begin to begin', box(4, 500), { dx: -4, at: [0, 116, 232] }],
  ['begin to end', box(235, 500), { dx: -3, at: [232] }],
  ['end to begin', box(-229, 500), { dx: -3, at: [0] }],
  ['middle to middle', box(28, 500, 184), { dx: -4, at: [116] }]
])('within 6 pixels a card is in line with another: %s', (_, moving, { dx, at }) => {
  const snapped = snap([moving], among(box(0, 0)), 1)
  expect(snapped.dx).toBe(dx)
  expect(snapped.guides.filter(({ axis }) => axis === 'x').map(guide => guide.at)).toEqual(at)
})

test('a guide is as long as what is in line', () => {
  const { guides } = snap([box(2, 500)], among(box(0, 0, 100)), 1)
  expect(guides).toEqual([{ guide: 'line', axis: 'x', at: 0, from: 0, to: 604 }])
})

test('the reach is measured on the screen', () => {
  const moving = box(20, 500)
  expect(snap([moving], among(box(0, 0)), 1).dx).toBe(4)
  expect(snap([moving], among(box(0, 0)), 0.25).dx).toBe(-20)
  expect(snap([box(5, 500)], among(box(0, 0)), 2).dx).toBe(3)
})

test('between two others the gaps become equal', () => {
  const { dx, guides } = snap([box(303, 0, 100)], among(box(0, 30, 200), box(512, 20, 200)), 1)
  expect(dx).toBe(3)
  expect(guides.filter(({ guide }) => guide === 'gap')).toEqual([
    { guide: 'gap', axis: 'x', from: 200, to: 306, at: 50 },
    { guide: 'gap', axis: 'x', from: 406, to: 512, at: 50 }
  ])
})

test('a row goes on with the gap that it has', () => {
  const row = among(box(0, 0, 200), box(248, 10, 200))
  expect(snap([box(492, 4, 160)], row, 1)).toMatchObject({ dx: 4 })
  expect(snap([box(-204, 4, 160)], row, 1)).toMatchObject({ dx: -4 })
})

test('what is dragged together moves as one', () => {
  const { dx, dy } = snap([box(13, 19), box(300, 140)], among(), 1)
  expect([dx, dy]).toEqual([3, -3])
})

test('nothing is nothing', () => {
  expect(snap([], among(box(0, 0)), 1)).toEqual({ dx: 0, dy: 0, guides: [] })
})

test('a correction is whole and small; without a guide it leads to the grid', () => {
  const aBox = fc.record({
    x: fc.integer({ min: -400, max: 400 }),
    y: fc.integer({ min: -400, max: 400 }),
    w: fc.integer({ min: 23, max: 45 }).map(steps => steps * 8),
    h: fc.integer({ min: 34, max: 300 })
  })
  fc.assert(
    fc.property(aBox, fc.array(aBox, { maxLength: 5 }), (moving, others) => {
      const { dx, dy, guides } = snap([moving], () => others, 1)
      expect(Number.isInteger(dx) && Number.isInteger(dy)).toBe(true)
      expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(7)
      for (const axis of ['x', 'y'] as const) {
        const by = axis === 'x' ? dx : dy
        const isGuided = guides.some(guide => guide.axis === axis)
        if (!isGuided) expect((moving[axis] + by) % 8).toBeCloseTo(0)
      }
    })
  )
})
