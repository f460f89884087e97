import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'
import { Graph } from '@/model/graph'

const ids = Array.from(
  { length: 8 },
  (_, index) => `00000000-0000-7000-8000-00000000000${index.toString(16)}`
)
const anId = fc.constantFrom(...ids)
const aParent = fc.option(anId, { nil: null })

const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constant('create' as const),
    element: anId,
    registers: fc.record(
      { kind: fc.constantFrom('entity', 'field'), name: fc.string(), parent: anId },
      { requiredKeys: ['kind'], noNullPrototype: true }
    )
  }),
  fc.record({ step: fc.constantFrom('remove' as const, 'restore' as const), element: anId }),
  fc.record({
    step: fc.constant('move' as const),
    element: anId,
    parent: aParent,
    order: fc.constantFrom('a0', 'a1', 'a2')
  }),
  fc.record({
    step: fc.constant('set' as const),
    element: anId,
    attribute: fc.constant('type'),
    value: fc.record({ to: anId }, { noNullPrototype: true })
  }),
  fc.record({
    step: fc.constant('retract' as const),
    element: anId,
    attribute: fc.constantFrom('kind', 'type')
  })
)

/** All that a graph says. */
function said(graph: Graph): unknown {
  return {
    size: graph.size,
    elements: ids.map(id => graph.get(id)),
    children: [null, ...ids].map(id => graph.children(id).map(each => each.id)),
    referrers: ids.map(id =>
      graph
        .referrers(id)
        .map(each => each.id)
        .sort()
    ),
    paths: ids.map(id => graph.path(id))
  }
}

describe('a graph', () => {
  test('that was kept up to date says what one says that was made anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(aStep, { minLength: 1, maxLength: 4 })), gestures => {
        const document = new ModelDocument()
        const graph = new Graph(() => document)
        document.observe(touched => graph.update(touched))
        for (const steps of gestures) {
          const possible = steps.filter(
            ({ step, element }) => step === 'create' || document.has(element)
          )
          if (possible.length > 0) write(document, possible)
          expect(said(graph)).toEqual(said(new Graph(() => document)))
          for (const id of ids) {
            expect(graph.get(id) !== undefined).toBe(document.isShown(id))
          }
        }
      }),
      { numRuns: 400 }
    )
  })

  test('tells of every element whose place on the screen is another', () => {
    const [order = '', line = '', amount = ''] = ids
    const document = new ModelDocument()
    write(document, [
      { step: 'create', element: order, registers: { kind: 'entity', name: 'Order' } },
      { step: 'create', element: line, registers: { kind: 'entity', parent: order } },
      { step: 'create', element: amount, registers: { kind: 'field', parent: line } }
    ])
    const graph = new Graph(() => document)
    const heard: string[][] = []
    document.observe(touched => graph.update(touched))
    graph.subscribe(({ touched }) => heard.push([...touched].sort()))
    write(document, [{ step: 'remove', element: order }])
    write(document, [{ step: 'restore', element: order }])
    expect(heard).toEqual([
      [order, line, amount],
      [order, line, amount]
    ])
  })

  test('gives the same objects for what did not change', () => {
    const [order = '', line = ''] = ids
    const document = new ModelDocument()
    write(document, [
      { step: 'create', element: order, registers: { kind: 'entity', name: 'Order' } },
      { step: 'create', element: line, registers: { kind: 'entity', name: 'Line' } }
    ])
    const graph = new Graph(() => document)
    document.observe(touched => graph.update(touched))
    const before = graph.get(line)
    const row = graph.children(order)
    write(document, [{ step: 'set', element: order, attribute: 'name', value: 'Purchase' }])
    expect(graph.get(line)).toBe(before)
    expect(graph.children(order)).toBe(row)
    expect(graph.get(order)?.name).toBe('Purchase')
  })
})
