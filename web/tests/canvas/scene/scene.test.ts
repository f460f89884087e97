import { modelled } from '@harness/modelled'
import { WEBSHOP } from '@harness/webshop'
import { describe, expect, test } from 'vitest'
import type { EdgeEnd } from '@/canvas/scene/shapes'

const NONE: ReadonlySet<string> = new Set()

describe('a drag', () => {
  test('moves what is drawn, not the model; the boundary of an aggregate follows', () => {
    const { scene, id } = modelled(WEBSHOP)
    const [frame, area] = [scene.frames.get(id('Ordering')), scene.areas.get(id('Order'))]
    const change = scene.displace(new Map([[id('OrderLine'), { x: 1200, y: 168 }]]))
    expect([...change.cards]).toEqual([id('OrderLine')])
    expect(scene.cards.get(id('OrderLine'))?.box.x).toBe(1200)
    expect(scene.areas.get(id('Order'))?.box.w).toBe(1200 + 232 + 16 - 332)
    expect(scene.frames.get(id('Ordering'))).toBe(frame)
    scene.displace(new Map())
    expect(scene.areas.get(id('Order'))).toEqual(area)
  })

  test('of a frame takes along what stands in it', () => {
    const { scene, id } = modelled(WEBSHOP)
    const change = scene.displace(new Map([[id('Payments'), { x: 108, y: 400 }]]))
    expect([...change.frames]).toEqual([id('Payments')])
    expect(scene.frames.get(id('Payments'))?.box).toMatchObject({ x: 108, y: 400, w: 264, h: 220 })
    expect(scene.cards.get(id('Payment'))?.box).toMatchObject({ x: 124, y: 440 })
  })

  test('of what is gone is nothing', () => {
    const { scene, id, edit } = modelled(WEBSHOP)
    scene.displace(new Map([[id('Money'), { x: 0, y: 0 }]]))
    edit({ step: 'remove', element: id('Money') })
    expect(scene.cards.has(id('Money'))).toBe(false)
    expect(scene.displace(new Map([[id('Money'), { x: 8, y: 0 }]])).cards.size).toBe(0)
    edit({ step: 'restore', element: id('Money') })
    expect(scene.cards.get(id('Money'))?.box).toMatchObject({ x: 8, y: 0 })
  })
})

describe('what is under a point', () => {
  const { scene, id } = modelled(WEBSHOP)

  test.each([
    ['an area is further inside than its frame', { x: 640, y: 300 }, 'Order'],
    ['the frame around it', { x: 300, y: 600 }, 'Ordering'],
    ['nothing', { x: 290, y: 300 }, undefined]
  ])('a place to drop: %s', (_, point, frame) => {
    expect(scene.frameAt(point, NONE)).toBe(frame && id(frame))
  })

  test('a place to drop is never what is dragged', () => {
    expect(scene.frameAt({ x: 640, y: 300 }, new Set([id('Order')]))).toBe(id('Ordering'))
  })

  test('a place to drop is where it was before the drag', () => {
    const shop = modelled(WEBSHOP)
    shop.scene.displace(new Map([[shop.id('OrderLine'), { x: 2000, y: 168 }]]))
    expect(shop.scene.frameAt({ x: 2100, y: 200 }, NONE)).toBeUndefined()
    expect(shop.scene.frameAt({ x: 700, y: 200 }, NONE)).toBe(shop.id('Order'))
  })

  test('a card, the smaller of two', () => {
    expect(scene.cardAt({ x: 30, y: 50 })?.face.name).toBe('Product')
    expect(scene.cardAt({ x: 10, y: 10 })).toBeUndefined()
    const two = modelled('entity Large at 0 0\n  a: int\n  b: int\nentity Small at 0 0')
    expect(two.scene.cardAt({ x: 5, y: 5 })?.face.name).toBe('Small')
  })
})

describe('what has no place', () => {
  test('stands below what has one, in order, and the placed stay', () => {
    const { scene, id } = modelled('entity A at 100 100\nentity B\nentity C\nentity D at 600 100')
    const at = (name: string) => scene.cards.get(id(name))
    expect(at('A')?.box).toMatchObject({ x: 100, y: 100 })
    expect(at('B')).toMatchObject({ isPlaced: false, box: { x: 104, y: 224 } })
    expect(at('C')?.box).toMatchObject({ x: 104 + 232 + 48, y: 224 })
    expect(at('D')?.isPlaced).toBe(true)
  })

  test('stands in its context, below what is placed there', () => {
    const { scene, id } = modelled(
      'context Sales\nentity A in Sales at 100 100\nentity B in Sales\nentity C in Sales'
    )
    const at = (name: string) => scene.cards.get(id(name))?.box
    expect(at('B')).toMatchObject({ x: 104, y: 192 })
    expect(at('C')).toMatchObject({ x: 384, y: 192 })
    expect(scene.frames.get(id('Sales'))).toMatchObject({
      isPlaced: true,
      box: { x: 84, y: 60, w: 548, h: 189 }
    })
  })

  test('makes way for what somebody placed there', () => {
    const { scene, id } = modelled(
      'context Sales\nentity A in Sales at 100 100\nentity B in Sales\nentity Other at 100 192'
    )
    expect(scene.cards.get(id('B'))?.box).toMatchObject({ x: 104, y: 288 })
  })

  test('is a context with its cards, or an empty one', () => {
    const { scene, id } = modelled('context Sales\nentity A in Sales\ncontext Empty')
    expect(scene.frames.get(id('Sales'))?.box).toEqual({ x: 0, y: 0, w: 264, h: 97 })
    expect(scene.frames.get(id('Empty'))?.box).toEqual({ x: 312, y: 0, w: 264, h: 160 })
    expect(scene.frames.get(id('Sales'))?.isPlaced).toBe(false)
  })

  test('keeps an aggregate and its parts together', () => {
    const { scene, id } = modelled('aggregate Order\nentity Line in Order\nentity Other')
    expect(scene.areas.get(id('Order'))?.box).toEqual({ x: 8, y: 8, w: 544, h: 73 })
    expect(scene.cards.get(id('Other'))?.box.x).toBe(608)
  })

  test('gets its place by one edit and then is placed', () => {
    const { scene, id, edit } = modelled('entity A at 0 0\nentity B')
    const { x, y } = scene.cards.get(id('B'))?.box ?? { x: 0, y: 0 }
    edit({ step: 'set', element: id('B'), attribute: 'position', value: { x, y } })
    expect(scene.cards.get(id('B'))).toMatchObject({ isPlaced: true, box: { x, y } })
  })
})

describe('an edge', () => {
  test.each([
    ['b: ref B', 'reference', 'any 0..*', 'one 1..1'],
    ['b: ref B?', 'reference', 'any 0..*', 'maybe 0..1'],
    ['b: ref B[]', 'reference', 'any 0..*', 'any 0..*'],
    ['b: ref B[1..*]', 'reference', 'any 0..*', 'many 1..*'],
    ['b: ref B[2..5]', 'reference', 'any 0..*', 'many 2..5'],
    ['b: ref B[0..1]', 'reference', 'any 0..*', 'maybe 0..1'],
    ['b: ref B[3]?', 'reference', 'any 0..*', 'any 0..3'],
    ['b: ref B <0..1>', 'reference', 'maybe 0..1', 'one 1..1'],
    ['b: ref B <1..*>', 'reference', 'many 1..*', 'one 1..1'],
    ['b: B[1..*]', 'part', 'part 1..1', 'many 1..*'],
    ['b: B', 'part', 'part 1..1', 'one 1..1'],
    ['b: V?', 'value', 'none', 'none'],
    ['b: ref V', 'value', 'none', 'none'],
    ['b: ref A', 'reference', 'any 0..*', 'one 1..1']
  ])('of %s', (field, kind, sourceEnd, targetEnd) => {
    const { scene } = modelled(`entity A at 0 0\n  ${field}\nentity B at 500 0\nvalue V at 500 300`)
    const [edge] = scene.edges.values()
    const said = (end: EdgeEnd | undefined) =>
      end?.count ? `${end.glyph} ${end.count[0]}..${end.count[1] ?? '*'}` : end?.glyph
    expect([edge?.kind, said(edge?.sourceEnd), said(edge?.targetEnd)]).toEqual([
      kind,
      sourceEnd,
      targetEnd
    ])
    expect(edge?.isQuiet).toBe(kind === 'value')
  })

  test('goes with its target and comes back with it', () => {
    const { scene, id, edit } = modelled('entity A at 0 0\n  b: ref B\nentity B at 500 0')
    edit({ step: 'remove', element: id('B') })
    expect(scene.edges.size).toBe(0)
    edit({ step: 'restore', element: id('B') })
    expect([...scene.edgesAt(id('B'))]).toEqual([id('A.b')])
  })

  test('leaves from the line that says how many are folded away', () => {
    const fields = Array.from({ length: 15 }, (_, nth) => `  f${nth}: string\n`).join('')
    const { scene, id } = modelled(`entity A at 0 0\n${fields}  b: ref B\nentity B at 500 0`)
    expect(scene.edges.get(id('A.b'))?.sourceRow).toBe(14)
    scene.fold(id('A'), 'open')
    expect(scene.edges.get(id('A.b'))?.sourceRow).toBe(15)
    scene.fold(id('A'), 'collapsed')
    expect(scene.edges.get(id('A.b'))?.sourceRow).toBeNull()
  })

  test('is drawn once for each of two fields', () => {
    const { scene } = modelled('entity A at 0 0\n  b: ref B\n  c: ref B\nentity B at 500 0')
    expect([...scene.edges.values()].map(({ sourceRow }) => sourceRow)).toEqual([0, 1])
  })

  test('from an actor to an aggregate is one, however many commands it gives there', () => {
    const { scene, id, edit } = modelled(
      'actor Shopper at 0 0\n' +
        'aggregate Order at 500 0\n  command Place actor=Shopper\n  command Cancel actor=Shopper'
    )
    const ends = () => [...scene.edges.values()].map(({ element }) => element)
    expect(ends()).toEqual([id('Place')])
    edit({ step: 'remove', element: id('Place') })
    expect(ends()).toEqual([id('Cancel')])
    edit({ step: 'remove', element: id('Cancel') })
    expect(ends()).toEqual([])
  })

  test('of what is extended and of mixins leads to the card', () => {
    const { scene } = modelled(
      'mixin M at 0 500\nentity B at 500 0\nentity A at 0 0 extends=B mixins=M'
    )
    expect([...scene.edges.values()].map(({ kind, targetEnd }) => [kind, targetEnd.glyph])).toEqual(
      [
        ['extends', 'triangle'],
        ['extends', 'triangle']
      ]
    )
  })
})
