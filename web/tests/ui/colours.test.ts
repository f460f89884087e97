import { expect, test } from 'vitest'
import { colourOf, coloursOf } from '@/ui/colours'

const ids = (count: number) => Array.from({ length: count }, (_, place) => `person-${place}`)

test('the colours of people do not hang on the order they are named in', () => {
  const people = ids(6)
  expect([...coloursOf(people)].sort()).toEqual([...coloursOf(people.toReversed())].sort())
})

test('no two of eight people have the same colour', () => {
  for (let from = 0; from < 50; from += 1) {
    const people = Array.from({ length: 8 }, (_, place) => `${from}/${place}`)
    expect(new Set(coloursOf(people).values()).size).toBe(8)
  }
})

test('more than eight people have colours too, each used as often as can be', () => {
  const colours = [...coloursOf(ids(16)).values()]
  for (const colour of new Set(colours)) {
    expect(colours.filter(other => other === colour)).toHaveLength(2)
  }
})

test('a person alone has the colour of their id', () => {
  expect(colourOf('ana')).toBe(coloursOf(['ana']).get('ana'))
})
