import { expect, test } from 'vitest'
import { initialsOf } from '@/ui/initials'

test.each([
  ['Ana Keller', 'AK'],
  ['mira', 'M'],
  ['Maria del Carmen Ruiz', 'MR'],
  ['(Ops) Jonas', 'OJ'],
  ['🦊 Fox', '🦊F'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
  ['محمد علي', 'مع'],
  ['é́dgar', 'É́'],
  ['<script>alert(1)</script>', 'S'],
  ['\u200b\u200b', '?'],
  ['', '?'],
  ['  ', '?']
])('%s is shown as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('a name of ten thousand letters is no work', () => {
  expect(initialsOf('x'.repeat(10_000))).toBe('X')
})
