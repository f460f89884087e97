import { expect, test } from 'vitest'
import { keysShown, partsOfKeys } from '@/ui/shortcut'

test('keys are named as the keyboard has them', () => {
  expect(keysShown('Ctrl+Shift+Z', false)).toBe('Ctrl+Shift+Z')
  expect(keysShown('Ctrl+Shift+Z', true)).toBe('⌘⇧Z')
})

test('the plus key is a key of its own', () => {
  expect(partsOfKeys('Ctrl++', false)).toEqual(['Ctrl', '+'])
  expect(partsOfKeys('+', false)).toEqual(['+'])
})
