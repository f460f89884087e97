import { idOf } from '@harness/modelled'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { touches } from '@/canvas/scene/box'
import { Scene } from '@/canvas/scene/scene'
import type { Json } from '@/model/change'
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'
import { Graph } from '@/model/graph'

const ids = Array.from({ length: 14 }, (_, number) => idOf(number))
const anId = fc.constantFrom(...ids)
const aParent = fc.option(anId, { nil: null })
const aKind = fc.constantFrom(
  ...['context', 'aggregate', 'entity', 'value', 'enum', 'union', 'field', 'enumValue', 'event'],
  ...['invariant', 'command', 'readModel', 'subdomain', 'area', 'note', 'board', 'sticky', 'actor']
)
const aNumber = fc.integer({ min: -50, max: 50 }).map(number => number * 8)
const aPlace = fc.record(
  { x: aNumber, y: aNumber, w: fc.integer({ min: 1, max: 600 }), h: fc.nat(600) },
  { requiredKeys: ['x', 'y'], noNullPrototype: true }
)
const aType = fc.record(
  { to: fc.oneof(anId, fc.constant('string')), ref: fc.constant(true) },
  { requiredKeys: ['to'], noNullPrototype: true }
)
const aName = fc.constantFrom('Order', 'line', 'a rather long name, 漢字 and 🎉', '')

const aRegister: fc.Arbitrary<readonly [string, Json]> = fc.oneof(
  fc.tuple(fc.constant('name'), aName),
  fc.tuple(fc.constant('position'), aPlace),
  fc.tuple(fc.constant('type'), aType),
  fc.tuple(fc.constantFrom('emits', 'mixins', 'variants', 'handles'), fc.array(anId)),
  fc.tuple(fc.constantFrom('extends', 'actor', 'subdomain'), anId),
  fc.tuple(fc.constant('subdomainType'), fc.constantFrom('core', 'generic')),
  fc.tuple(fc.constant('cardinality'), fc.constantFrom([0, null], [1, 1])),
  fc.tuple(fc.constant('optional'), fc.boolean()),
  fc.tuple(fc.constant('kind'), aKind),
  // Not what the meta-model allows, and not to be stumbled over.
  fc.tuple(fc.constantFrom('position', 'type', 'emits'), fc.constantFrom('x', null, [1], {}))
)

const aCreation: fc.Arbitrary<Step> = fc.record({
  step: fc.constant('create' as const),
  element: anId,
  registers: fc.record(
    { kind: aKind, name: aName, parent: anId, position: aPlace, type: aType, order: aName },
    { requiredKeys: ['kind', 'name'], noNullPrototype: true }
  )
})

const aStep: fc.Arbitrary<Step> = fc.oneof(
  aCreation,
  fc.record({ step: fc.constantFrom('remove' as const, 'restore' as const), element: anId }),
  fc.record({
    step: fc.constant('move' as const),
    element: anId,
    parent: aParent,
    order: fc.constantFrom('a0', 'a1', 'a2')
  }),
  fc
    .tuple(anId, aRegister)
    .map(([element, [attribute, value]]) => ({ step: 'set' as const, element, attribute, value })),
  fc.record({
    step: fc.constant('retract' as const),
    element: anId,
    attribute: fc.constantFrom('kind', 'type', 'position', 'emits')
  })
)

const gestures = fc.tuple(
  fc.array(aCreation, { minLength: 4, maxLength: 20 }),
  fc.array(fc.array(aStep, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
)

/** All that a scene shows, by id. */
function shown({ cards, frames, areas, edges }: Scene): unknown {
  return [cards, frames, areas, edges].map(shapes =>
    Object.fromEntries([...shapes].sort(([one], [other]) => (one < other ? -1 : 1)))
  )
}

function snapshot({ cards, frames, areas, edges }: Scene) {
  return {
    cards: new Map(cards),
    frames: new Map(frames),
    areas: new Map(areas),
    edges: new Map(edges)
  }
}

/** Ids whose shapes are not the same objects. */
function differing(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) {
  const all = [...new Set([...one.keys(), ...other.keys()])]
  return all.filter(id => one.get(id) !== other.get(id)).sort()
}

function given(creations: readonly Step[]) {
  const document = new ModelDocument()
  write(document, creations)
  const graph = new Graph(() => document)
  document.observe(touched => graph.update(touched))
  return { document, graph, scene: new Scene(graph) }
}

function* played(document: ModelDocument, edits: readonly (readonly Step[])[]) {
  for (const steps of edits) {
    const possible = steps.filter(({ step, element }) => step === 'create' || document.has(element))
    if (possible.length > 0) write(document, possible)
    yield
  }
}

test('a scene that was kept up to date shows what one shows that was made anew', () => {
  fc.assert(
    fc.property(gestures, ([creations, edits]) => {
      const { document, graph, scene } = given(creations)
      graph.subscribe(change => scene.update(change))
      for (const _ of played(document, edits)) {
        expect(shown(scene)).toEqual(shown(new Scene(graph)))
      }
    }),
    { numRuns: 1000 }
  )
})

test('also while something is dragged', () => {
  const aDrag = fc.array(fc.tuple(anId, fc.record({ x: aNumber, y: aNumber })), { minLength: 1 })
  fc.assert(
    fc.property(gestures, aDrag, ([creations, edits], drag) => {
      const { document, graph, scene } = given(creations)
      graph.subscribe(change => scene.update(change))
      scene.displace(new Map(drag))
      for (const _ of played(document, edits)) {
        const anew = new Scene(graph)
        anew.displace(new Map(drag))
        expect(shown(scene)).toEqual(shown(anew))
      }
    }),
    { numRuns: 400 }
  )
})

test('a scene tells exactly the shapes that are others, and keeps the rest as they were', () => {
  fc.assert(
    fc.property(gestures, ([creations, edits]) => {
      const { document, graph, scene } = given(creations)
      graph.subscribe(change => {
        const before = snapshot(scene)
        const told = scene.update(change)
        for (const part of ['cards', 'frames', 'areas', 'edges'] as const) {
          expect([...told[part]].sort()).toEqual(differing(before[part], scene[part]))
        }
      })
      Array.from(played(document, edits))
    }),
    { numRuns: 400 }
  )
})

test('a change of nothing leaves every shape the same object', () => {
  fc.assert(
    fc.property(gestures, ([creations]) => {
      const { graph, scene } = given(creations)
      const before = snapshot(scene)
      scene.update({ touched: new Set([...graph.elements()].map(({ id }) => id)) })
      for (const part of ['cards', 'frames', 'areas', 'edges'] as const) {
        expect(differing(before[part], scene[part])).toEqual([])
      }
    })
  )
})

test('a query finds what a look at every card finds, also while some are dragged', () => {
  const aDrag = fc.array(fc.tuple(anId, fc.record({ x: aNumber, y: aNumber })))
  fc.assert(
    fc.property(gestures, aDrag, aNumber, aNumber, ([creations], drag, x, y) => {
      const { scene } = given(creations)
      scene.displace(new Map(drag))
      const box = { x, y, w: 200, h: 120 }
      const looked = [...scene.cards.values()].filter(card => touches(card.box, box))
      expect([...scene.query(box)].sort()).toEqual(looked.map(({ id }) => id).sort())
    })
  )
})

test('after a drag that is given up everything is as it was', () => {
  const aDrag = fc.array(fc.tuple(anId, fc.record({ x: aNumber, y: aNumber })))
  fc.assert(
    fc.property(gestures, aDrag, ([creations], drag) => {
      const { scene } = given(creations)
      const before = shown(scene)
      scene.displace(new Map(drag))
      scene.displace(new Map())
      expect(shown(scene)).toEqual(before)
    })
  )
})

test('what has no place stands on no other card', () => {
  fc.assert(
    fc.property(gestures, ([creations]) => {
      const { scene } = given(creations)
      const cards = [...scene.cards.values()]
      for (const waiting of cards.filter(({ isPlaced }) => !isPlaced)) {
        const others = cards.filter(card => card !== waiting && touches(card.box, waiting.box))
        expect(others).toEqual([])
      }
    })
  )
})
