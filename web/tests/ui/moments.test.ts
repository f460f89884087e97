import { expect, test } from 'vitest'
import { timeSince } from '@/ui/moments'

const NOW = new Date(2026, 5, 17, 12, 0) // a Wednesday

test.each([
  [new Date(2026, 5, 17, 11, 59, 30), 'just now'],
  [new Date(2026, 5, 17, 12, 3), 'just now'], // another clock
  [new Date(2026, 5, 17, 11, 56), '4 min ago'],
  [new Date(2026, 5, 17, 2, 0), '10 h ago'],
  [new Date(2026, 5, 16, 23, 0), 'yesterday'],
  [new Date(2026, 5, 15, 8, 0), 'Monday'],
  [new Date(2026, 5, 2, 8, 0), '2 Jun'],
  [new Date(2025, 5, 2, 8, 0), '2 Jun 2025']
])('%s was %s', (moment, words) => {
  expect(timeSince(moment, NOW)).toBe(words)
})

test('an hour after midnight, what was two hours ago was not yesterday', () => {
  expect(timeSince(new Date(2026, 5, 16, 23, 0), new Date(2026, 5, 17, 1, 0))).toBe('2 h ago')
})
