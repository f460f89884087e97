import { expect, test } from 'vitest'
import { dayShown, momentShown, timeOfDay, timeShown, timeSince } from '@/ui/moments'

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

test.each([
  [new Date(2026, 5, 17, 0, 1), 'Today', '00:01'],
  [new Date(2026, 5, 16, 23, 59), 'Yesterday', 'Tue 23:59'],
  [new Date(2026, 5, 13, 8, 5), 'Saturday 13 June', 'Sat 08:05'],
  [new Date(2026, 5, 2), 'Tuesday 2 June', '2 Jun'],
  [new Date(2025, 5, 17), '17 June 2025', '17 Jun 2025']
])('%s is under the day %s, and in a narrow column %s', (moment, day, narrow) => {
  expect(dayShown(moment, NOW)).toBe(day)
  expect(timeShown(moment, NOW)).toBe(narrow)
})

test('of a moment that nobody knows nothing is said', () => {
  const none = new Date(Number.NaN)
  expect([timeOfDay(none), timeShown(none, NOW), momentShown(none)]).toEqual(['', '', ''])
})
