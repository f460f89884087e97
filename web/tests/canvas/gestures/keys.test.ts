import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Nudging } from '@/canvas/gestures/nudging'
import { actionOf } from '@/canvas/keys/keymap'
import { nextCard } from '@/canvas/keys/walking'
import { table } from './table'

const ROWS = `entity A at 40 40
entity B at 400 48
entity C at 40 400
`
const pressed = { code: '', shiftKey: false, altKey: false, ctrl: false }

describe('keys', () => {
  test('one letter is one tool', () => {
    const { desk, screen } = table(ROWS)
    actionOf({ ...pressed, key: 'q' }, desk)?.(desk)
    expect(screen.getState().tool).toEqual({ tool: 'create', kind: 'enum' })
    actionOf({ ...pressed, key: 'a' }, desk)?.(desk)
    expect(screen.getState().tool).toEqual({ tool: 'relation' })
  })

  test('Enter makes what the tool makes, in view and not upon a card; without one it edits', () => {
    const { desk, screen, id } = table('entity Middle at 560 340\n')
    const enter = () => actionOf({ ...pressed, key: 'Enter' }, desk)?.(desk)
    screen.setState({ tool: { tool: 'create', kind: 'enum' } })
    enter()
    const { editing } = screen.getState()
    expect(editing).toMatchObject({ part: 'new card', kind: 'enum', name: 'Enum' })
    const below = editing?.part === 'new card' ? editing.position.y : 0
    expect(below).toBeGreaterThan(340 + 34)
    expect(below).toBeLessThan(720)
    screen.setState({ selection: new Set([id('Middle')]), editing: null })
    enter()
    expect(screen.getState().editing).toEqual({ part: 'name', element: id('Middle') })
  })

  test('what the browser needs is left to it', () => {
    const { desk } = table(ROWS)
    for (const key of ['w', 't', 'l', 'r', 'c', 'v']) {
      expect(actionOf({ ...pressed, key, ctrl: true }, desk)).toBe(null)
    }
  })

  test('Delete removes, and the toast brings back', () => {
    const { desk, screen, graph, id, told } = table(ROWS)
    screen.setState({ selection: new Set([id('A')]) })
    actionOf({ ...pressed, key: 'Delete' }, desk)?.(desk)
    expect(graph.get(id('A'))).toBe(undefined)
    told.at(-1)?.actions?.[0]?.run()
    expect(graph.get(id('A'))?.name).toBe('A')
  })

  test('where one may only read, nothing is removed and no tool makes anything', () => {
    const { desk, screen, id } = table(ROWS, 'read')
    screen.setState({ selection: new Set([id('A')]) })
    expect(actionOf({ ...pressed, key: 'Delete' }, desk)).toBe(null)
    actionOf({ ...pressed, key: 'e' }, desk)?.(desk)
    expect(screen.getState().tool).toEqual({ tool: 'select' })
  })

  test('Tab walks as one reads', () => {
    const { desk, id } = table(ROWS)
    expect(nextCard(desk, null, 1)).toBe(id('A'))
    expect(nextCard(desk, id('A'), 1)).toBe(id('B'))
    expect(nextCard(desk, id('B'), 1)).toBe(id('C'))
    expect(nextCard(desk, id('C'), 1)).toBe(undefined)
    expect(nextCard(desk, id('C'), -1)).toBe(id('B'))
  })
})

describe('arrows', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a run of them is one gesture', () => {
    const { desk, done, id, boxOf } = table(ROWS)
    const nudging = new Nudging(desk)
    for (let time = 0; time < 3; time += 1) nudging.go([id('A')], { x: 8, y: 0 })
    expect(boxOf('A')).toMatchObject({ x: 64 })
    expect(done).toEqual([])
    vi.advanceTimersByTime(700)
    expect(done).toEqual(['Moved A'])
    expect(boxOf('A')).toMatchObject({ x: 64, y: 40 })
  })

  test('there and back is none', () => {
    const { desk, done, id } = table(ROWS)
    const nudging = new Nudging(desk)
    nudging.go([id('A')], { x: 8, y: 0 })
    nudging.go([id('A')], { x: -8, y: 0 })
    nudging.settle()
    expect(done).toEqual([])
  })

  test('what is gone meanwhile is not moved', () => {
    const { desk, done, id, edit } = table(ROWS)
    const nudging = new Nudging(desk)
    nudging.go([id('A')], { x: 8, y: 0 })
    edit({ step: 'remove', element: id('A') })
    nudging.settle()
    expect(done).toEqual([])
  })
})
