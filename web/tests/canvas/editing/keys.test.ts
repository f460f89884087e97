import { describe, expect, test } from 'vitest'
import { lineIntent, nameIntent, type Typing, typeStart } from '@/canvas/editing/keys'

const pressed = (key: string, more = {}) => ({
  key,
  isShift: false,
  isChord: false,
  isComposing: false,
  ...more
})

/** `|` is the caret. */
const typing = (text: string, list: Typing['list'] = 'closed'): Typing => ({
  text: text.replace('|', ''),
  caret: text.indexOf('|') < 0 ? text.length : text.indexOf('|'),
  list
})

describe('a line', () => {
  test.each([
    ['Enter', {}, 'price: Money|', 'closed', 'next'],
    ['Enter', {}, 'price: M|', 'open', 'next'],
    ['Enter', {}, 'price: M|', 'active', 'accept'],
    ['Enter', { isShift: true }, 'price|', 'closed', 'above'],
    ['Escape', {}, 'price|', 'open', 'leave'],
    ['Escape', {}, 'price: M|', 'active', 'stop choosing'],
    ['ArrowDown', {}, 'price|', 'closed', 'down'],
    ['ArrowDown', {}, 'price: M|', 'open', 'choose next'],
    ['ArrowUp', {}, 'price: M|', 'open', 'up'],
    ['ArrowUp', {}, 'price: M|', 'active', 'choose previous'],
    ['Tab', {}, 'pri|ce', 'closed', 'into type'],
    ['Tab', {}, 'pri|ce: Money', 'closed', 'into type'],
    ['Tab', {}, 'price: M|', 'open', 'accept'],
    ['Tab', {}, 'price: Money|', 'closed', 'forth'],
    ['Tab', {}, '|', 'closed', 'forth'],
    ['Tab', { isShift: true }, 'price: Money|', 'closed', 'into name'],
    ['Tab', { isShift: true }, 'pri|ce: Money', 'closed', 'back'],
    ['Backspace', {}, '|', 'closed', 'remove'],
    ['Backspace', {}, 'p|', 'closed', null],
    ['ArrowLeft', {}, 'p|', 'closed', null],
    ['Enter', { isChord: true }, 'p|', 'closed', null],
    ['Enter', { isComposing: true }, 'p|', 'closed', null]
  ] as const)('%s %o in %s with the list %s means %s', (key, more, text, list, intent) => {
    expect(lineIntent(pressed(key, more), typing(text, list))).toBe(intent)
  })

  test('the type begins behind the first colon that is not in backquotes', () => {
    expect(typeStart('price: Money')).toBe(6)
    expect(typeStart('`a:b`: Money')).toBe(6)
    expect(typeStart('price')).toBe(-1)
    expect(typeStart('`a:b')).toBe(-1)
  })
})

test('a name ends with Enter, leads into the lines with Tab, and is left by Esc', () => {
  expect(nameIntent(pressed('Enter'))).toBe('finish')
  expect(nameIntent(pressed('Tab'))).toBe('into lines')
  expect(nameIntent(pressed('ArrowDown'))).toBe('into lines')
  expect(nameIntent(pressed('Tab', { isShift: true }))).toBe(null)
  expect(nameIntent(pressed('Escape'))).toBe('leave')
  expect(nameIntent(pressed('Enter', { isComposing: true }))).toBe(null)
})
