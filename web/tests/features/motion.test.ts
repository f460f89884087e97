import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Motion } from '@/features/presence/motion'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** One pointer, and a screen that draws when it is told to. */
function given() {
  const waiting: ((now: number) => void)[] = []
  const motion = new Motion(draw => waiting.push(draw))
  const element = { style: { transform: '' }, dataset: {} as DOMStringMap } as HTMLElement
  motion.begin(1, element, { x: 10, y: 20 })
  const draw = (now: number) => {
    for (const one of waiting.splice(0)) one(now)
  }
  return { motion, draw, waiting, element }
}

test('a pointer takes a tenth of a second to where it is said to be, then nothing is drawn', () => {
  const { motion, draw, waiting, element } = given()
  expect(element.style.transform).toBe('translate(10px, 20px)')
  motion.move(1, { x: 110, y: 20 }, 1000)
  draw(1050)
  expect(element.style.transform).toBe('translate(60px, 20px)')
  draw(1100)
  expect(element.style.transform).toBe('translate(110px, 20px)')
  expect(waiting).toHaveLength(0)
})

test('who is told of another goal on the way goes on from where it is', () => {
  const { motion, draw, element } = given()
  motion.move(1, { x: 110, y: 20 }, 1000)
  motion.move(1, { x: 60, y: 120 }, 1050)
  draw(1050)
  expect(element.style.transform).toBe('translate(60px, 20px)')
  draw(1150)
  expect(element.style.transform).toBe('translate(60px, 120px)')
})

test('a canvas that is moved or zoomed takes the pointers along at once', () => {
  const { motion, element } = given()
  motion.view([100, 50, 2], 0)
  expect(element.style.transform).toBe('translate(120px, 90px)')
})

test('the name goes after four seconds of rest, the pointer after thirty, and both come back', () => {
  const { motion, element } = given()
  vi.advanceTimersByTime(4000)
  expect(element.dataset['rest']).toBe('quiet')
  vi.advanceTimersByTime(26_000)
  expect(element.dataset['rest']).toBe('gone')
  motion.move(1, { x: 11, y: 20 }, 1000)
  expect(element.dataset['rest']).toBeUndefined()
})

test('the same place again is no motion', () => {
  const { motion, waiting, element } = given()
  vi.advanceTimersByTime(4000)
  motion.move(1, { x: 10, y: 20 }, 1000)
  expect(waiting).toHaveLength(0)
  expect(element.dataset['rest']).toBe('quiet')
})

test('who is gone is not drawn', () => {
  const { motion, draw, element } = given()
  motion.move(1, { x: 110, y: 20 }, 1000)
  motion.end(1)
  draw(1100)
  expect(element.style.transform).toBe('translate(10px, 20px)')
  vi.advanceTimersByTime(60_000)
  expect(element.dataset['rest']).toBeUndefined()
})
