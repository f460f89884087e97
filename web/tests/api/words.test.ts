import { expect, test } from 'vitest'
import { Refusal, Unreachable } from '@/api/client'
import { lineOf, toldBy } from '@/api/words'

const refused = (detail: string) => toldBy(new Refusal(422, 'value-refused', detail, null))

test('a refusal is told as fact and remedy, in sentences', () => {
  expect(refused('the slug shop is taken; choose another one')).toEqual({
    fact: 'The slug shop is taken.',
    remedy: 'Choose another one.'
  })
})

test('what has no remedy is one sentence, and a full stop is not set twice', () => {
  expect(lineOf(refused('the name is empty.'))).toBe('The name is empty.')
})

test('an emoji at the beginning stays whole', () => {
  expect(lineOf(refused('🦊 is no name'))).toBe('🦊 is no name.')
})

test('a server that does not answer loses nothing, and says so', () => {
  expect(lineOf(toldBy(new Unreachable()))).toContain('kept')
})
