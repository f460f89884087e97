import fc from 'fast-check'
import { expect, test } from 'vitest'
import { untype } from '@/model/untyping'

test.each([
  ['nobody else typed', 'a b', 'a x b', 'a x b', 'a b', 'back'],
  ['others typed before and after', 'a', 'a x', '0 a x 9', '0 a 9', 'back'],
  ['others typed inside', '', 'one two', 'one and two', 'and ', 'back'],
  ['others took it out', 'a', 'a x', 'a', 'a', 'back'],
  ['what was taken out comes back', 'a b c', 'a c', 'a c d', 'a b c d', 'back'],
  [
    'a word was replaced',
    'the cat sat',
    'the dog sat',
    'the dog sat down',
    'the cat sat down',
    'back'
  ],
  [
    'others replaced the same word',
    'the cat sat',
    'the dog sat',
    'the cow sat',
    'the cow sat',
    'stays'
  ],
  ['others went on with the same word', 'the', 'the cat', 'the cats', 'the cats', 'stays'],
  ['others took all away', 'a b c', 'a b', '', 'c', 'back'],
  ['signs of a pair stay together', '', '😀 x', '😀 x 😁', '😁', 'back'],
  ['somebody has undone it already', 'a', 'b', 'a', 'a', 'back']
] as const)('%s', (_, before, after, now, text, verdict) => {
  expect(untype(before, after, now)).toEqual({ text, verdict })
})

const words = fc.array(fc.constantFrom('one', 'two', 'three', 'four.', 'five'), { maxLength: 12 })

test('what others typed stays, wherever they typed it', () => {
  const typing = fc.array(fc.tuple(fc.nat(24), fc.nat(9)), { maxLength: 4 })
  fc.assert(
    fc.property(words, words, typing, (before, after, typed) => {
      const now: string[] = [...after]
      for (const [at, mark] of typed) now.splice(at % (now.length + 1), 0, `mark${mark}`)
      const { text } = untype(before.join(' '), after.join(' '), now.join(' '))
      const marks = (all: readonly string[]) => all.filter(word => word.startsWith('mark')).sort()
      expect(marks(text.match(/\w+/g) ?? [])).toEqual(marks(now))
    })
  )
})

test('where nobody else typed, it is as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
      (before, after) => {
        expect(untype(before, after, after)).toEqual({ text: before, verdict: 'back' })
      }
    )
  )
})

const isWhole = (text: string) => !/\p{Surrogate}/u.test(text)

test('no half of a pair is left behind', () => {
  const text = fc.string({ unit: 'binary' }).map(any => any.replaceAll(/\p{Surrogate}/gu, '😀'))
  fc.assert(
    fc.property(text, text, text, (before, after, now) => {
      expect(isWhole(untype(before, after, now).text)).toBe(true)
    })
  )
})
