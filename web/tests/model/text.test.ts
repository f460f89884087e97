import fc from 'fast-check'
import { expect, test } from 'vitest'
import { merge, splice } from '@/model/text'

const apply = (text: string, { at, deleted, inserted }: ReturnType<typeof splice>) =>
  text.slice(0, at) + inserted + text.slice(at + deleted)

/** No half of a surrogate pair survives UTF-8. */
const isWhole = (part: string) => new TextDecoder().decode(new TextEncoder().encode(part)) === part

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀', '😁', 'é') })

test('a splice turns one text into the other and cuts no character', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = splice(before, after)
      expect(apply(before, change)).toBe(after)
      expect(isWhole(change.inserted)).toBe(true)
      expect(isWhole(before.slice(change.at, change.at + change.deleted))).toBe(true)
    })
  )
})

test('a splice is the smallest', () => {
  expect(splice('one two three', 'one 2 three')).toEqual({ at: 4, deleted: 3, inserted: '2' })
})

test.each([
  ['nobody else changed it', 'a b', 'a c', 'a b', 'a c'],
  ['we changed nothing', 'a b', 'a b', 'x y', 'x y'],
  ['both did the same', 'a b', 'a c', 'a c', 'a c'],
  [
    'in different places',
    'one two three four',
    'ONE two three four',
    'one two three FOUR',
    'ONE two three FOUR'
  ],
  ['both added at the end', 'one ', 'one ours', 'one theirs ', 'one theirs ours'],
  ['they deleted what we left', 'one two three four', 'one two three 4', 'three four', 'three 4']
])('texts merge when %s', (_, before, after, now, expected) => {
  expect(merge(before, after, now)).toBe(expected)
})

test('no word that either typed is lost', () => {
  const word = fc.constantFrom('a ', 'b ', 'c ')
  const words = fc.array(word, { maxLength: 8 })
  fc.assert(
    fc.property(words, fc.nat(8), fc.nat(8), (before, ours, theirs) => {
      const withWord = (at: number, typed: string) =>
        [...before.slice(0, at), typed, ...before.slice(at)].join('')
      const merged = merge(before.join(''), withWord(ours, 'ours '), withWord(theirs, 'theirs '))
      expect(merged).toContain('ours ')
      expect(merged).toContain('theirs ')
    })
  )
})
