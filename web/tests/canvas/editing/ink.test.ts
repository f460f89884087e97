import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inked } from '@/canvas/editing/ink'

const roles = (line: string) =>
  inked(line)
    .filter(({ text }) => text.trim() !== '')
    .map(({ role, text }) => `${role} ${text.trim()}`)

test('a line has the colours of the language', () => {
  expect(roles('price: ref Shop.Money[1..*]? = "x" @max(3) // why')).toEqual([
    'name price',
    'op :',
    'keyword ref',
    'type Shop.Money',
    'op [',
    'number 1..',
    'op *]? =',
    'string "x"',
    'annotation @max',
    'op (',
    'number 3',
    'op )',
    'comment // why'
  ])
})

test('a name in backquotes may hold a colon', () => {
  expect(roles('`a: b`: int')).toEqual(['name `a: b`', 'op :', 'type int'])
})

test('whatever is typed, the pieces are the line', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'ab:`"@/=?[]() .1ש') })
  )
  fc.assert(
    fc.property(line, text => {
      expect(
        inked(text)
          .map(piece => piece.text)
          .join('')
      ).toBe(text)
    })
  )
})
