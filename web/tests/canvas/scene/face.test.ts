import { modelled } from '@harness/modelled'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { monoWidth, sansWidth, wrapped } from '@/canvas/scene/wrapping'

const times = (count: number, line: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => `  ${line(nth)}\n`).join('')

function orderWith(fields: number, rules = 0, chips = 0) {
  const { scene, id, ...rest } = modelled(
    'aggregate Order at 0 0\n' +
      times(fields, nth => `f${nth}: string`) +
      times(rules, nth => `invariant r${nth}`) +
      times(chips, nth => `command c${nth}`)
  )
  const face = () => scene.cards.get(id('Order'))?.face
  return { scene, id, face, ...rest }
}

describe('the height of a card', () => {
  test('is that of the look', () => {
    const few = fc.integer({ min: 0, max: 6 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), few, few, (fields, rules, chips) => {
        const face = orderWith(fields, rules, chips).face()
        const rows = face?.chips.length ?? 0
        const expected =
          37 +
          22 * fields +
          (rules > 0 ? 10 + 22 * rules : 0) +
          (chips > 0 ? 14 + 21 * rows + 4 * (rows - 1) : 0) +
          (rules + chips === 0 ? 4 : 0)
        expect(face?.height).toBe(expected)
        expect(face?.chips.flat()).toHaveLength(chips)
      })
    )
  })

  test('of an enum is that of its rows of values', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Za-z]{1,30}$/), { maxLength: 12 }), names => {
        const { scene, id } = modelled(
          `enum Enum1 at 0 0\n${times(names.length, nth => `enumValue ${names[nth]}`)}`
        )
        const face = scene.cards.get(id('Enum1'))?.face
        const rows = Math.max(1, face?.values.length ?? 0)
        expect(face?.height).toBe(34 + 15 + 19 * rows + 4 * (rows - 1))
        expect(face?.values.flat().map(({ name }) => name)).toEqual(names)
      })
    )
  })

  test('counts one more line for fields that are folded away', () => {
    const order = orderWith(20)
    expect(order.face()).toMatchObject({ folded: 6, height: 37 + 22 * 15 + 4 })
    expect(order.face()?.lines).toHaveLength(14)
    order.scene.fold(order.id('Order'), 'open')
    expect(order.face()).toMatchObject({ folded: 0, height: 37 + 22 * 20 + 4 })
    order.scene.fold(order.id('Order'), 'collapsed')
    expect(order.face()).toMatchObject({ isCollapsed: true, height: 34, summary: '20 fields' })
    order.scene.fold(order.id('Order'), 'folded')
    expect(order.face()).toMatchObject({ folded: 6, isCollapsed: false })
  })
})

test.each([
  ['at 0 0', 232],
  ['at 0 0 200 10', 200],
  ['at 0 0 203 10', 200],
  ['at 0 0 10 10', 184],
  ['at 0 0 999 10', 360]
])('a card %s is %d wide', (at, width) => {
  const { scene, id } = modelled(`entity Order ${at}`)
  expect(scene.cards.get(id('Order'))?.box.w).toBe(width)
})

test.each([
  ['entity Order at 0 0', ''],
  ['entity Order at 0 0\n  id: uuid', '1 field'],
  ['entity Order at 0 0\n  id: uuid\n  no: int\n  invariant one', '2 fields, 1 rule'],
  ['enum Order at 0 0\n  enumValue A\n  enumValue B', '2 values'],
  ['service Order at 0 0\n  serviceOperation run', '1 operation'],
  ['aggregate Order at 0 0\n  command Place', '1 message']
])('what a card says of itself in short: %s', (text, summary) => {
  const { scene, id } = modelled(text)
  expect(scene.cards.get(id('Order'))?.face.summary).toBe(summary)
})

test('a lifecycle without a name has that of its field', () => {
  const { scene, id, edit } = modelled('entity Order at 0 0\n  status: string')
  const element = '00000000-0000-7000-8000-00000000ffff'
  const registers = { kind: 'lifecycle', parent: id('Order'), field: id('Order.status') }
  edit({ step: 'create', element, registers })
  expect(scene.cards.get(element)?.face.name).toBe('status')
  edit({ step: 'set', element: id('Order.status'), attribute: 'name', value: 'state' })
  expect(scene.cards.get(element)?.face.name).toBe('state')
})

describe('what changed nothing of a line', () => {
  const text = 'value Money at 0 0\nentity Order at 300 0\n  price: Money\n  note: string'

  test('leaves the line the same object, and the face of other cards', () => {
    const { scene, id, edit } = modelled(text)
    const before = scene.cards.get(id('Order'))?.face
    const money = scene.cards.get(id('Money'))
    edit({ step: 'set', element: id('Order.note'), attribute: 'name', value: 'remark' })
    const after = scene.cards.get(id('Order'))?.face
    expect(after?.lines[0]).toBe(before?.lines[0])
    expect(after?.lines[1]?.name).toBe('remark')
    expect(scene.cards.get(id('Money'))).toBe(money)
  })

  test('and a move leaves the whole face', () => {
    const { scene, id, edit, told } = modelled(text)
    const before = scene.cards.get(id('Order'))
    edit({ step: 'set', element: id('Order'), attribute: 'position', value: { x: 8, y: 16 } })
    const after = scene.cards.get(id('Order'))
    expect(after?.face).toBe(before?.face)
    expect(after?.box).toMatchObject({ x: 8, y: 16 })
    expect([...(told.at(-1)?.cards ?? [])]).toEqual([id('Order')])
    expect(told.at(-1)?.edges.size).toBe(0)
  })

  test('but the new name of its type makes it another', () => {
    const { scene, id, edit } = modelled(text)
    const before = scene.cards.get(id('Order'))?.face.lines
    edit({ step: 'set', element: id('Money'), attribute: 'name', value: 'Amount' })
    const after = scene.cards.get(id('Order'))?.face.lines
    expect(after?.map(({ type }) => type)).toEqual(['Amount', ''])
    expect(after?.[1]).toBe(before?.[1])
  })
})

describe('words and rows', () => {
  test('a row takes what fits, in order, and never nothing', () => {
    const someWidths = fc.array(fc.integer({ min: 1, max: 300 }))
    fc.assert(
      fc.property(someWidths, widths => {
        const rows = wrapped(widths, 210, width => width)
        expect(rows.flat()).toEqual(widths)
        for (const [nth, row] of rows.entries()) {
          const filled = row.reduce((sum, width) => sum + width + 4, -4)
          expect(row.length === 1 || filled <= 210).toBe(true)
          const next = rows[nth + 1]?.[0]
          if (next !== undefined) expect(filled + 4 + next).toBeGreaterThan(210)
        }
      })
    )
  })

  test.each([
    ['Draft', 5],
    ['', 0],
    ['漢字', 4],
    ['a\u200bb', 2],
    ['e\u0301', 1],
    ['🎉', 2],
    ['שלום', 4]
  ])('%s takes %d cells of the mono font', (words, cells) => {
    expect(monoWidth(words, 10)).toBe(cells * 6)
  })

  test('Inter is as wide as its table says; unknown characters are taken wide', () => {
    expect(sansWidth('Order', 1000)).toBe(767 + 387 + 618 + 587 + 387)
    expect(sansWidth('漢', 1000)).toBe(1360)
  })
})
