import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxAt, placeBeside } from '@/ui/place'

const SCREEN = { width: 1280, height: 720 }
const BUTTON = { left: 100, top: 10, right: 180, bottom: 38 }

test('what floats stands below its button, at the side it keeps to', () => {
  const floating = { width: 200, height: 300 }
  expect(placeBeside(BUTTON, floating, { side: 'start', screen: SCREEN })).toEqual({
    x: 100,
    y: 42
  })
  const right = { ...BUTTON, left: 1200, right: 1272 }
  expect(placeBeside(right, floating, { side: 'end', screen: SCREEN })).toEqual({ x: 1072, y: 42 })
})

test('it stands above where there is no room below', () => {
  const at = boxAt({ x: 400, y: 700 })
  const place = placeBeside(at, { width: 200, height: 300 }, { side: 'start', screen: SCREEN })
  expect(place).toEqual({ x: 400, y: 396 })
})

test('it never leaves a window that it fits into', () => {
  const inside = fc.integer({ min: 0, max: 1280 })
  const extent = fc.record({
    width: fc.integer({ min: 1, max: 1200 }),
    height: fc.integer({ min: 1, max: 700 })
  })
  const side = fc.constantFrom('start' as const, 'end' as const)
  fc.assert(
    fc.property(inside, inside, extent, side, (x, y, floating, keeps) => {
      const at = boxAt({ x, y })
      const place = placeBeside(at, floating, { side: keeps, screen: SCREEN })
      expect(place.x).toBeGreaterThanOrEqual(8)
      expect(place.y).toBeGreaterThanOrEqual(8)
      expect(place.x + floating.width).toBeLessThanOrEqual(SCREEN.width - 8)
      expect(place.y + floating.height).toBeLessThanOrEqual(SCREEN.height - 8)
    })
  )
})
