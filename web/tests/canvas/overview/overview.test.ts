import { readFileSync } from 'node:fs'
import { modelled } from '@harness/modelled'
import { WEBSHOP } from '@harness/webshop'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { View } from '@/canvas/flow/view'
import type { Pen } from '@/canvas/overview/brush'
import type { Marks } from '@/canvas/overview/marks'
import { MINIMAP, mapOf, paintMinimap, seenOnMap } from '@/canvas/overview/minimap'
import { paintOverview } from '@/canvas/overview/painter'
import { paletteOf } from '@/canvas/overview/palette'
import { sansWidth } from '@/canvas/scene/wrapping'

/** Every token stands for itself. */
const palette = paletteOf({ getPropertyValue: name => name })

interface Stroke {
  readonly call: string
  readonly args: readonly unknown[]
  readonly fillStyle: unknown
  readonly strokeStyle: unknown
}

/** A pen that remembers what it did, with the colours that it had. */
function remembering(): { pen: Pen; strokes: Stroke[] } {
  const strokes: Stroke[] = []
  const held: Record<string, unknown> = {}
  const pen = new Proxy(held, {
    get: (_, call: string) => {
      if (call === 'measureText') return (words: string) => ({ width: sansWidth(words, 11) })
      if (call in held) return held[call]
      return (...args: unknown[]) => {
        strokes.push({ call, args, fillStyle: held['fillStyle'], strokeStyle: held['strokeStyle'] })
      }
    }
  })
  return { pen: pen as unknown as Pen, strokes }
}

const NO_MARKS: Marks = { selection: new Set(), peers: new Map(), findings: new Map() }

const shop = modelled(WEBSHOP)
const view = (zoom: number): View => ({ x: 40, y: 40, zoom, width: 1280, height: 720 })

function painted(zoom: number, marks = NO_MARKS) {
  const { pen, strokes } = remembering()
  paintOverview(pen, { scene: shop.scene, marks, lineOf: () => undefined }, view(zoom), palette)
  return strokes
}

const words = (strokes: readonly Stroke[]) =>
  strokes.filter(({ call }) => call === 'fillText').map(({ args }) => args[0])

describe('the overview', () => {
  test('writes names where a box is 48 pixels wide, titles of frames always', () => {
    expect(words(painted(0.25))).toEqual(
      expect.arrayContaining(['Order', 'Address', 'Catalog', 'Ordering'])
    )
    expect(words(painted(0.2))).toEqual(['Catal…', 'Ordering', 'Paym…'])
  })

  test('shortens what does not fit', () => {
    expect(words(painted(0.21))).toContain('Custo…')
    expect(words(painted(0.08))).toEqual(['Orde…'])
  })

  test('fills boxes with the colours of their kinds', () => {
    const fills = new Set(
      painted(0.2)
        .filter(({ call }) => call === 'fillRect')
        .map(({ fillStyle }) => fillStyle)
    )
    expect([...fills].sort()).toEqual(
      ['actor', 'aggregate', 'entity', 'enum', 'read', 'type', 'value'].flatMap(kind => [
        `--${kind}-bg`,
        `--${kind}-line`
      ])
    )
  })

  test('paints only what is seen', () => {
    const { pen, strokes } = remembering()
    const aside = { ...view(0.2), x: -4000 }
    paintOverview(
      pen,
      { scene: shop.scene, marks: NO_MARKS, lineOf: () => undefined },
      aside,
      palette
    )
    expect(strokes.filter(({ call }) => ['fillRect', 'fillText', 'moveTo'].includes(call))).toEqual(
      []
    )
  })

  test('lines follow the way of an edge where it has one', () => {
    const { pen, strokes } = remembering()
    const way = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 }
    ]
    const [some] = shop.scene.edges.keys()
    const lineOf = (edge: string) => (edge === some ? way : [])
    paintOverview(pen, { scene: shop.scene, marks: NO_MARKS, lineOf }, view(0.2), palette)
    const points = strokes.filter(({ call }) => call === 'moveTo' || call === 'lineTo')
    expect(points.map(({ args }) => args)).toEqual([
      [40.5, 40.5],
      [60.5, 40.5],
      [60.5, 60.5]
    ])
  })

  test('edges that touch the selection have the colour of the person who looks', () => {
    const colours = (marks: typeof NO_MARKS) =>
      painted(0.2, marks)
        .filter(({ call }) => call === 'stroke')
        .map(({ strokeStyle }) => strokeStyle)
    expect(colours(NO_MARKS)).not.toContain('--edge-active')
    const selected = { ...NO_MARKS, selection: new Set([shop.id('Order')]) }
    expect(colours(selected)).toEqual(
      expect.arrayContaining(['--edge-active', '--edge', '--accent'])
    )
  })

  test('others are outlined in their colour, problems have a dot', () => {
    const strokes = painted(0.2, {
      selection: new Set(),
      peers: new Map([[shop.id('OrderLine'), 3]]),
      findings: new Map([[shop.id('Order'), 'error']])
    })
    expect(strokes.map(({ strokeStyle }) => strokeStyle)).toContain('--p3')
    expect(
      strokes.filter(({ call, fillStyle }) => call === 'fill' && fillStyle === '--danger')
    ).toHaveLength(1)
    expect(strokes.filter(({ call }) => call === 'arc')).toHaveLength(1)
  })
})

describe('the minimap', () => {
  const aBox = fc.record({
    x: fc.integer({ min: -5000, max: 5000 }),
    y: fc.integer({ min: -5000, max: 5000 }),
    w: fc.integer({ min: 1, max: 9000 }),
    h: fc.integer({ min: 1, max: 9000 })
  })

  test('shows everything, whatever its proportions', () => {
    fc.assert(
      fc.property(aBox, bounds => {
        const { x, y, zoom, width, height } = mapOf(bounds)
        expect(bounds.x * zoom + x).toBeGreaterThanOrEqual(7.9)
        expect(bounds.y * zoom + y).toBeGreaterThanOrEqual(7.9)
        expect((bounds.x + bounds.w) * zoom + x).toBeLessThanOrEqual(width - 7.9)
        expect((bounds.y + bounds.h) * zoom + y).toBeLessThanOrEqual(height - 7.9)
      })
    )
  })

  test('what is seen stays within its borders', () => {
    fc.assert(
      fc.property(aBox, aBox, (bounds, seen) => {
        const box = seenOnMap(seen, mapOf(bounds))
        expect(Math.min(box.w, box.h)).toBeGreaterThanOrEqual(5 - 1e-6)
        expect(box.x).toBeGreaterThanOrEqual(0)
        expect(box.y).toBeGreaterThanOrEqual(0)
        expect(box.x + box.w).toBeLessThanOrEqual(MINIMAP.w + 1e-6)
        expect(box.y + box.h).toBeLessThanOrEqual(MINIMAP.h + 1e-6)
      })
    )
  })

  test('paints each card once, and what is selected over it', () => {
    const { pen, strokes } = remembering()
    const selection = new Set([shop.id('Order')])
    paintMinimap(pen, shop.scene, mapOf(shop.scene.bounds), palette, selection)
    const fills = strokes.filter(({ call }) => call === 'fillRect')
    expect(fills).toHaveLength(shop.scene.cards.size + 1)
    expect(fills.at(-1)?.fillStyle).toBe('--accent')
  })

  test('of an empty model is a map of nothing', () => {
    const { pen, strokes } = remembering()
    const { scene } = modelled('')
    paintMinimap(pen, scene, mapOf(scene.bounds), palette, new Set())
    expect(strokes.map(({ call }) => call)).toEqual(['clearRect'])
  })
})

test('every colour of the palette is a token', () => {
  const tokens = readFileSync(`${import.meta.dirname}/../../../src/ui/tokens.css`, 'utf8')
  const asked: string[] = []
  paletteOf({ getPropertyValue: name => String(asked.push(name)) })
  expect(asked.filter(name => !tokens.includes(`${name}:`))).toEqual([])
})
