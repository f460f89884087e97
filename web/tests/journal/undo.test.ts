import { create, field, move, remove, rename, set, text } from '@harness/steps'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Deed, madeBy, undoing } from '@/journal/undo'
import { type Change, isSame } from '@/model/change'
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'

/** A document in which steps were done, row by row; returns what the last row changed. */
function given(...rows: (readonly Step[])[]): { document: ModelDocument; deed: Deed } {
  const document = new ModelDocument()
  let changes: readonly Change[] = []
  for (const steps of rows) changes = write(document, steps)?.changes ?? []
  return { document, deed: { changes, made: madeBy(changes) } }
}

function shown(document: ModelDocument): unknown {
  const elements = [...document.ids()].filter(id => document.isShown(id)).sort()
  return elements.map(id => [id, Object.fromEntries([...document.registers(id)].sort())])
}

const order = create('entity', 'Order')
const bill = create('entity', 'Bill')
const price = field(order.element, 'price', { order: 'a0' })

test('what moved out of what was removed in the same gesture goes back into it', () => {
  const { document, deed } = given(
    [order, bill, price],
    [move(price.element, bill.element), remove(order.element)]
  )
  const { steps, left } = undoing(document, deed)
  expect(left).toEqual([])
  write(document, steps)
  expect(document.isShown(price.element)).toBe(true)
  expect(document.read(price.element, 'parent')).toBe(order.element)
})

test('two that changed places change them back', () => {
  const flow = create('workflow', 'Flow')
  const outer = create('step', 'outer', { parent: flow.element, order: 'a0' })
  const inner = create('step', 'inner', { parent: outer.element, order: 'a0' })
  const { document, deed } = given(
    [flow, outer, inner],
    [move(inner.element, flow.element), move(outer.element, inner.element)]
  )
  const { steps, left } = undoing(document, deed)
  expect(left).toEqual([])
  write(document, steps)
  expect(document.read(inner.element, 'parent')).toBe(outer.element)
  expect(document.read(outer.element, 'parent')).toBe(flow.element)
})

test('only the topmost of what was made is removed, so that a restore brings back all', () => {
  const { document, deed } = given([order, price])
  expect(undoing(document, deed).steps).toEqual([remove(order.element)])
})

test('what was put into something new comes out of it, and that goes', () => {
  const around = create('context', 'Sales')
  const { document, deed } = given([order], [around, move(order.element, around.element)])
  const { steps, left } = undoing(document, deed)
  expect(left).toEqual([])
  write(document, steps)
  expect(document.isShown(order.element)).toBe(true)
  expect(document.isShown(around.element)).toBe(false)
})

test('what was made and then left out of a new document is not spoken of', () => {
  const { deed } = given([order])
  expect(undoing(new ModelDocument(), deed)).toEqual({ steps: [], left: [], same: [] })
})

test('what is not in the document any more is gone', () => {
  const { deed } = given([order], [rename(order.element, 'Purchase')])
  expect(undoing(new ModelDocument(), deed).left).toEqual([
    { left: 'gone', element: order.element }
  ])
})

test('a place among siblings that another chose does not keep what was made', () => {
  const { document, deed } = given([order])
  write(document, [set(order.element, 'order', 'a5')])
  expect(undoing(document, deed).steps).toEqual([remove(order.element)])
})

const elements = ['1', '2', '3', '4', '5', '6'].map(
  digit => `00000000-0000-4000-8000-00000000000${digit}`
)
const element = fc.constantFrom(...elements)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constant('create' as const),
    element,
    registers: fc.record({ kind: fc.constant('step'), name: fc.constantFrom('A', 'B', 'C') })
  }),
  fc
    .tuple(element, fc.constantFrom('name', 'title'), fc.constantFrom('A', 'B', 'C'))
    .map(([one, attribute, value]) => set(one, attribute, value)),
  fc
    .tuple(element, element)
    .filter(([one, other]) => one > other) // so that nothing ever stands in itself
    .map(([one, other]) => move(one, other)),
  element.map(remove),
  fc.tuple(element, fc.constantFrom('a', 'a b', 'b c', '')).map(([one, words]) => text(one, words))
)
const steps = fc.array(step, { maxLength: 6 })

/** Do those of the steps that a person could, one after the other, as one gesture. */
function act(document: ModelDocument, some: readonly Step[]): readonly Change[] {
  const there = new Set([...document.ids()].filter(id => document.isShown(id)))
  const possible = some.filter(one => {
    if (one.step === 'create' && !document.has(one.element)) there.add(one.element)
    const isPlaced = one.step !== 'move' || (one.parent !== null && there.has(one.parent))
    return there.has(one.element) && isPlaced
  })
  return write(document, possible)?.changes ?? []
}

test('where nobody else did anything, undo brings back what was shown', () => {
  fc.assert(
    fc.property(steps, steps, (before, gesture) => {
      const document = new ModelDocument()
      act(document, before)
      const former = shown(document)
      const changes = act(document, gesture)
      write(document, undoing(document, { changes, made: madeBy(changes) }).steps)
      expect(shown(document)).toEqual(former)
    })
  )
})

test('what another wrote stays, whatever is undone', () => {
  fc.assert(
    fc.property(steps, steps, steps, (before, gesture, others) => {
      const document = new ModelDocument()
      act(document, before)
      const changes = act(document, gesture)
      const theirs = act(document, others).filter(({ attribute }) => attribute !== 'order')
      write(document, undoing(document, { changes, made: madeBy(changes) }).steps)
      for (const { element: one, attribute, before: held, after } of theirs) {
        const mine = changes.find(my => my.element === one && my.attribute === attribute)
        const isBack = mine !== undefined && isSame(mine.before, held)
        if (attribute === 'doc' || isSame(mine?.after, after) || isBack) continue
        expect(document.read(one, attribute)).toEqual(after)
      }
    })
  )
})

test('what is undone and done again is as it was', () => {
  fc.assert(
    fc.property(steps, steps, (before, gesture) => {
      const document = new ModelDocument()
      act(document, before)
      const changes = act(document, gesture)
      const made = madeBy(changes)
      const former = shown(document)
      const back = write(document, undoing(document, { changes, made }).steps)?.changes ?? []
      write(document, undoing(document, { changes: back, made }).steps)
      expect(shown(document)).toEqual(former)
    })
  )
})
