/** Whatever is asked for, in whatever order: the model stays legal, and one gesture is one edit. */
import { writeFileSync } from 'node:fs'
import { Drawing, WEBSHOP } from '@harness/drawing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KINDS } from '@/api/kinds.gen'
import { createCard, resizeCard } from '@/model/gestures/card'
import { duplicate } from '@/model/gestures/copy'
import { setCardinality, setHolding } from '@/model/gestures/edge'
import { createEnumValue, writeEnumValue } from '@/model/gestures/enumValue'
import { createField, writeField } from '@/model/gestures/field'
import { moveField, reorder } from '@/model/gestures/members'
import { moveCards, nudge, placeAll } from '@/model/gestures/movement'
import { rename, setDoc } from '@/model/gestures/naming'
import { setRegister } from '@/model/gestures/register'
import { connectToNew, relate } from '@/model/gestures/relation'
import { remove, restore } from '@/model/gestures/removal'
import { reparent } from '@/model/gestures/reparenting'
import { turnInto } from '@/model/gestures/turning'
import type { Element, Graph } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'
import { mayStand } from '@/model/standing'
import { isDeclined, type Outcome } from '@/model/wanted'

type Asked = (graph: Graph, id: (place: number) => string, newId: () => string) => Outcome

const place = fc.nat({ max: 60 })
const kind = fc.constantFrom(...Object.keys(KINDS))
const holder = fc.option(place, { nil: null })
const name = fc.oneof(fc.constantFrom('Order', 'customer', '📦', ''), fc.string())
const point = fc.record({ x: fc.integer(), y: fc.double() })
const index = fc.option(fc.nat({ max: 5 }), { nil: undefined })
const range = fc.tuple(fc.nat({ max: 3 }), fc.option(fc.nat({ max: 3 }), { nil: null }))
const line = fc.constantFrom(
  'total: Money? = 3 @min(0) @max(9)',
  'customer: ref Customer @inverse(orders[]) @onDelete(cascade)',
  '`odd name`: `odd type`[1..*] @db.type("x", a: 3) #tag // why',
  'sum := self.a + 1',
  'Paid "Paid in full" @stored(3)',
  'a: decimal(',
  'number: string'
)

const within = (id: (at: number) => string, at: number | null) => (at === null ? null : id(at))

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.tuple(kind, name, holder, point).map(
    ([of, called, at, position]): Asked =>
      (graph, id, newId) =>
        createCard(graph, { kind: of, name: called, parent: within(id, at), position }, newId)
  ),
  fc.tuple(place, point).map(
    ([at, to]): Asked =>
      (graph, id) =>
        resizeCard(graph, id(at), { ...to, w: 200 })
  ),
  fc.tuple(place, line, index).map(
    ([at, text, before]): Asked =>
      (graph, id, newId) =>
        createField(graph, id(at), text, {
          newId,
          ...(before === undefined ? {} : { index: before })
        })
  ),
  fc.tuple(place, line).map(
    ([at, text]): Asked =>
      (graph, id) => {
        const isField = graph.get(id(at))?.kind === 'field'
        return isField ? writeField(graph, id(at), text) : setDoc(graph, id(at), text)
      }
  ),
  fc.tuple(place, line).map(
    ([at, text]): Asked =>
      (graph, id, newId) => {
        const isValue = graph.get(id(at))?.kind === 'enumValue'
        return isValue
          ? writeEnumValue(graph, id(at), text)
          : createEnumValue(graph, id(at), text, { newId })
      }
  ),
  fc.tuple(place, name).map(
    ([at, called]): Asked =>
      (graph, id) =>
        rename(graph, id(at), called)
  ),
  fc.tuple(place, fc.nat({ max: 5 })).map(
    ([at, to]): Asked =>
      (graph, id) =>
        reorder(graph, id(at), to)
  ),
  fc.tuple(place, place).map(
    ([at, to]): Asked =>
      (graph, id) =>
        moveField(graph, id(at), id(to), 1)
  ),
  fc.tuple(place, place, point).map(
    ([one, other, to]): Asked =>
      (graph, id) =>
        moveCards(
          graph,
          new Map([
            [id(one), to],
            [id(other), to]
          ])
        )
  ),
  fc.tuple(place, point).map(
    ([at, to]): Asked =>
      (graph, id) =>
        placeAll(graph, new Map([[id(at), to]]))
  ),
  fc.tuple(place, place).map(
    ([one, other]): Asked =>
      (graph, id) =>
        nudge(graph, [id(one), id(other)], 8, 0.5)
  ),
  fc.tuple(place, place, holder, point).map(
    ([one, other, at, to]): Asked =>
      (graph, id) =>
        reparent(graph, [id(one), id(other)], within(id, at), new Map([[id(one), to]]))
  ),
  fc.tuple(place, place).map(
    ([one, other]): Asked =>
      (graph, id, newId) =>
        duplicate(graph, [id(one), id(other)], { x: 8, y: 8 }, newId)
  ),
  fc.tuple(place, place).map(
    ([one, other]): Asked =>
      (graph, id) =>
        remove(graph, [id(one), id(other)])
  ),
  fc.tuple(place).map(
    ([at]): Asked =>
      (graph, id) =>
        restore(graph, [id(at)])
  ),
  fc.tuple(place, place, fc.constantFrom('one' as const, 'many' as const)).map(
    ([from, to, many]): Asked =>
      (graph, id, newId) =>
        relate(graph, { from: id(from), to: id(to), many }, newId)
  ),
  fc.tuple(place, kind, name, holder, point).map(
    ([from, of, called, at, position]): Asked =>
      (graph, id, newId) =>
        connectToNew(
          graph,
          { from: id(from), kind: of, name: called, parent: within(id, at), position },
          newId
        )
  ),
  fc.tuple(place, range).map(
    ([at, many]): Asked =>
      (graph, id) => {
        const isField = graph.get(id(at))?.kind === 'field'
        return isField ? setCardinality(graph, id(at), many) : turnInto(graph, id(at), 'entity')
      }
  ),
  fc.tuple(place, name).map(
    ([at, called]): Asked =>
      (graph, id) => {
        const isField = graph.get(id(at))?.kind === 'field'
        const words = called.trim() || undefined
        return isField
          ? setRegister(graph, id(at), 'inverse', words)
          : turnInto(graph, id(at), 'value')
      }
  ),
  fc.tuple(place).map(
    ([at]): Asked =>
      (graph, id) =>
        setHolding(graph, id(at), 'reference')
  ),
  fc.tuple(place, kind).map(
    ([at, of]): Asked =>
      (graph, id) =>
        turnInto(graph, id(at), of)
  )
)

/** What is illegal about an element; the server would take it back. */
function faultsOf(graph: Graph, { id, kind: of, parent, registers }: Element): readonly string[] {
  const shape = shapeOf(of)
  const holds = parent === null ? null : (graph.get(parent)?.kind ?? 'nothing')
  const unknown = [...registers.keys()].filter(
    each => !Object.hasOwn(shape?.registers ?? {}, each) && !/^[@#]/.test(each)
  )
  return [
    ...(of === 'model' || mayStand(of, holds) ? [] : [`${id}: a ${of} in ${holds}`]),
    ...unknown.map(each => `${id}: ${of} has no ${each}`)
  ]
}

test('the model stays legal', () => {
  const ends: unknown[] = []
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 30 }), gestures => {
      const is = new Drawing(WEBSHOP)
      const all = () => [...is.document.ids()]
      for (const ask of gestures) {
        const ids = all()
        const outcome = ask(is.graph, at => ids[at % ids.length] ?? '', is.newId)
        if (isDeclined(outcome)) {
          expect(outcome.declined).toMatch(/^\S.*[.]$/u)
          continue
        }
        expect(outcome.label).toMatch(/\S/)
        is.write(outcome.steps)
        expect([...is.graph.elements()].flatMap(each => faultsOf(is.graph, each))).toEqual([])
      }
      ends.push(
        Object.fromEntries(all().map(id => [id, Object.fromEntries(is.document.registers(id))]))
      )
    }),
    { numRuns: Number(process.env['SCHEMAOS_GESTURES'] ?? 300) }
  )
  const file = process.env['SCHEMAOS_GESTURES_TO']
  if (file !== undefined) writeFileSync(file, JSON.stringify(ends))
})
