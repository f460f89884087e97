import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, seen, toCanvas } from '@/canvas/flow/view'
import { encloses, padded } from '@/canvas/scene/box'

const number = fc.integer({ min: -5000, max: 5000 })
const view = fc.record({
  x: number,
  y: number,
  zoom: fc.double({ min: 0.02, max: 2, noNaN: true }),
  width: fc.integer({ min: 200, max: 3000 }),
  height: fc.integer({ min: 200, max: 2000 })
})

test('a point of the pane is the point of the canvas that is drawn there', () => {
  fc.assert(
    fc.property(view, number, number, (from, x, y) => {
      const there = toCanvas(from, { x, y })
      expect(there.x * from.zoom + from.x).toBeCloseTo(x, 5)
      expect(there.y * from.zoom + from.y).toBeCloseTo(y, 5)
    })
  )
})

test('what is fitted in is seen whole, and never larger than life', () => {
  const insets = { left: 64, top: 24, right: 32, bottom: 32 }
  const box = fc.record({
    x: number,
    y: number,
    w: fc.integer({ min: 1, max: 5000 }),
    h: fc.integer({ min: 1, max: 5000 })
  })
  fc.assert(
    fc.property(box, view, (wanted, from) => {
      const now = fitted(wanted, from, insets)
      expect(now.zoom).toBeLessThanOrEqual(1)
      if (now.zoom > 0.021) expect(encloses(padded(seen(now), 0.01), wanted)).toBe(true)
    })
  )
})
