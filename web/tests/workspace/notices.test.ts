import { expect, test, vi } from 'vitest'
import type { Gesture, Refused } from '@/journal/gesture'
import type { Change } from '@/model/change'
import type { Element } from '@/model/graph'
import { denial, left, refusal, refused, rewritten } from '@/workspace/notices'

const MOVE: Gesture = {
  editId: 'e',
  label: 'Moved OrderLine to Payments',
  at: 0,
  changes: [{ element: 'line', attribute: 'parent', before: 'order', after: 'payments' } as Change],
  update: new Uint8Array()
}

function place(...names: readonly (readonly [string, string])[]) {
  const reveal = vi.fn()
  const elements = new Map(
    names.map(([id, name]): [string, Element] => [
      id,
      { id, name, kind: 'entity', parent: null, order: '', registers: new Map() }
    ])
  )
  return { graph: { get: (id: string) => elements.get(id) }, reveal }
}

function no(message: string, element: string | null = 'line'): Refused {
  return {
    answer: 'refused',
    editId: 'e',
    code: 'cycle',
    element,
    attribute: null,
    message,
    fatal: false
  }
}

test('a refusal says the fact, then the remedy, and what became of the gesture', () => {
  const scene = place(['line', 'OrderLine'])
  const notice = refused(MOVE, no('OrderLine stays inside Order. Move Order.'), scene)
  expect(notice).toMatchObject({
    tone: 'refusal',
    fact: 'OrderLine stays inside Order',
    remedy: 'Move Order. “Moved OrderLine to Payments” was taken back.'
  })
  notice.actions?.[0]?.run()
  expect(notice.actions?.[0]?.title).toBe('Show OrderLine')
  expect(scene.reveal).toHaveBeenCalledWith('line')
})

test('what is not on the screen cannot be shown', () => {
  expect(refused(MOVE, no('It is gone; make another.'), place())).toEqual({
    tone: 'refusal',
    fact: 'It is gone',
    remedy: 'Make another. “Moved OrderLine to Payments” was taken back.'
  })
})

test('a sentence alone is a fact alone', () => {
  expect(refusal('OrderLine stays inside Order.')).toEqual({
    tone: 'refusal',
    fact: 'OrderLine stays inside Order'
  })
  expect(refusal('There is no type Mony. Did you mean Money?')).toMatchObject({
    fact: 'There is no type Mony',
    remedy: 'Did you mean Money?'
  })
})

test('numbers with a point do not end a sentence', () => {
  expect(refusal('The weight is 3.5 kg. Give less.').fact).toBe('The weight is 3.5 kg')
})

test('a gesture of which a part is lost says how much', () => {
  const notice = left(MOVE, ['a', 'b'], place())
  expect(notice.fact).toBe('Part of “Moved OrderLine to Payments” is not in')
  expect(notice.remedy).toContain('2 things')
})

test('a gesture that met another is told quietly', () => {
  expect(rewritten(MOVE, place(['line', 'OrderLine']))).toEqual({
    tone: 'info',
    fact: 'Somebody changed OrderLine at the same moment',
    remedy: '“Moved OrderLine to Payments” came last and holds.'
  })
})

test('a long name does not make a long button', () => {
  const scene = place(['line', 'x'.repeat(200)])
  expect(refused(MOVE, no('No.'), scene).actions?.[0]?.title).toHaveLength(40)
})

test('a denial begins with what was not done', () => {
  expect(denial('Moved Order', 'the model is still loading; try again in a moment')).toEqual({
    tone: 'refusal',
    fact: '“Moved Order” was not done',
    remedy: 'The model is still loading; try again in a moment.'
  })
})
