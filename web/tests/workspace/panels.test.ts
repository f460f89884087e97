import { expect, test } from 'vitest'
import { focused, isOpen, toggled, withRail } from '@/workspace/panels'
import { type Screen, screenStore } from '@/workspace/screen'

function given(some: Partial<Screen> = {}) {
  const store = screenStore()
  store.setState(some)
  const after = (next: (screen: Screen) => Partial<Screen>) => {
    store.setState(next(store.getState()))
    const { panel, isInspectorOpen, isRailOpen } = store.getState()
    return { panel, isInspectorOpen, isRailOpen }
  }
  return { store, after }
}

test('a panel takes the place of the details, and gives it back', () => {
  const { store, after } = given()
  expect(after(screen => toggled(screen, 'history'))).toMatchObject({ panel: 'history' })
  expect(isOpen(store.getState(), 'history')).toBe(true)
  expect(after(screen => toggled(screen, 'problems'))).toMatchObject({ panel: 'problems' })
  expect(after(screen => toggled(screen, 'problems'))).toMatchObject({
    panel: 'details',
    isInspectorOpen: true
  })
})

test('the details go when they are asked for once more', () => {
  const { after } = given()
  expect(after(screen => toggled(screen, 'details'))).toMatchObject({ isInspectorOpen: false })
})

test('a panel that is asked for comes although the side is closed', () => {
  const { after } = given({ isInspectorOpen: false, panel: 'history' })
  expect(after(screen => toggled(screen, 'history'))).toMatchObject({
    panel: 'history',
    isInspectorOpen: true
  })
})

test('nothing but the canvas, and all is back', () => {
  const { after } = given()
  expect(after(focused)).toMatchObject({ isRailOpen: false, isInspectorOpen: false })
  expect(after(focused)).toMatchObject({ isRailOpen: true, isInspectorOpen: true })
  expect(after(withRail)).toMatchObject({ isRailOpen: false, isInspectorOpen: true })
  expect(after(focused)).toMatchObject({ isRailOpen: false, isInspectorOpen: false })
})
