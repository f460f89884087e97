import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '@/model/change'
import { ModelDocument } from '@/model/document'
import { missing, type Step, write } from '@/model/edits'
import { weight } from '@/model/weight'

const element = fc.constantFrom('e1', 'e2', '0190b0a0-0000-7000-8000-000000000001')
const value = fc.jsonValue().map(json => json as Json)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constant('create' as const),
    element,
    registers: fc.dictionary(fc.string({ minLength: 1 }), value),
    doc: fc.string({ unit: 'grapheme' })
  }),
  fc.record({ step: fc.constant('set' as const), element, attribute: fc.string(), value }),
  fc.record({ step: fc.constant('retract' as const), element, attribute: fc.string() }),
  fc.record({ step: fc.constantFrom('remove' as const, 'restore' as const), element }),
  fc.record({ step: fc.constant('move' as const), element, parent: element, order: fc.string() }),
  fc.record({ step: fc.constant('text' as const), element, text: fc.string({ unit: 'grapheme' }) })
)

const created = (doc: string): Step => ({ step: 'create', element: 'e1', registers: {}, doc })
const typed = (text: string): Step => ({ step: 'text', element: 'e1', text })
const named = (value: string): Step => ({ step: 'set', element: 'e1', attribute: 'n', value })

test('no update is larger than its weight', () => {
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 8 }), gestures => {
      const document = new ModelDocument()
      for (const steps of gestures) {
        if (missing(document, steps).length > 0) continue
        const weighed = weight(document, steps)
        const { update } = write(document, steps) ?? { update: new Uint8Array() }
        expect(update.length).toBeLessThanOrEqual(weighed)
      }
    }),
    { examples: [[[[created(' ')], [typed('!')]]], [[[created('')], [named('a')], [named('b')]]]] }
  )
})

test('of a text only what is typed weighs', () => {
  const document = new ModelDocument()
  const long = 'word '.repeat(10_000)
  write(document, [{ step: 'create', element: 'e', registers: { kind: 'entity' }, doc: long }])
  expect(weight(document, [{ step: 'text', element: 'e', text: `${long}end` }])).toBeLessThan(100)
})

test('what is pasted weighs little more than its update', () => {
  const document = new ModelDocument()
  const steps = Array.from({ length: 500 }, (_, nth) => ({
    step: 'create' as const,
    element: `0190b0a0-0000-7000-8000-${String(nth).padStart(12, '0')}`,
    registers: { kind: 'entity', name: `Entity ${nth}`, order: 'a0', position: { x: nth, y: 7 } }
  }))
  const weighed = weight(document, steps)
  const size = write(document, steps)?.update.length ?? 0
  expect(weighed).toBeGreaterThan(size)
  expect(weighed).toBeLessThan(1.5 * size)
})
