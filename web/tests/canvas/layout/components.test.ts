import fc from 'fast-check'
import { expect, test } from 'vitest'
import { components, type Links, parts } from '@/canvas/layout/components'

const links: fc.Arbitrary<Links> = fc
  .record({
    size: fc.integer({ min: 1, max: 60 }),
    edges: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 90 })
  })
  .map(({ size, edges }) => ({ size, edges: edges.map(([from, to]) => [from % size, to % size]) }))

const all = (size: number) => Array.from({ length: size }, (_, nth) => nth)

function sorted(groups: readonly (readonly number[])[]): readonly number[] {
  return groups.flat().sort((one, other) => one - other)
}

test('everything is in one component, and no edge leads out of it', () => {
  fc.assert(
    fc.property(links, graph => {
      const groups = components(graph)
      expect(sorted(groups)).toEqual(all(graph.size))
      const groupOf = new Map(groups.flatMap((group, nth) => group.map(one => [one, nth] as const)))
      for (const [from, to] of graph.edges) expect(groupOf.get(from)).toBe(groupOf.get(to))
    })
  )
})

test('everything is in one part, and no part is too large', () => {
  fc.assert(
    fc.property(links, fc.integer({ min: 2, max: 20 }), (graph, most) => {
      const groups = parts(graph, most)
      expect(sorted(groups)).toEqual(all(graph.size))
      for (const group of groups) expect(group.length).toBeLessThanOrEqual(most)
    })
  )
})
