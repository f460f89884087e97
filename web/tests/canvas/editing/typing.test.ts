import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { typeEarly } from '@/canvas/editing/early'
import { lineOf } from '@/canvas/editing/line'
import { moveFromLine, moveFromName } from '@/canvas/editing/moves'
import { pasteLines } from '@/canvas/editing/pasting'
import { leave, type, unmounted } from '@/canvas/editing/typing'
import { remove } from '@/model/gestures/removal'
import type { Editing, NewCard } from '@/workspace/screen'
import { Desk } from './desk'

/** Open an editor and type; returns its line as the editor would have it now. */
function typing(desk: Desk, editing: Editing, text?: string) {
  desk.show({ editing })
  const line = lineOf(desk.graph, editing)
  if (line === null) throw new Error('it is not there')
  if (text !== undefined) type(desk.workspace, line, text)
  return line
}

const lineAt = (desk: Desk, name: string): Editing => ({ part: 'line', element: desk.id(name) })
const newLine = (desk: Desk, owner: string, index: number): Editing => ({
  part: 'new line',
  owner: desk.id(owner),
  index
})

describe('Enter', () => {
  test('writes the line and begins the next', () => {
    const desk = new Desk()
    const line = typing(desk, lineAt(desk, 'number'), 'number: int @unique')
    expect(moveFromLine(desk.workspace, line, 'next')).toBe('moved')
    expect(desk.done).toEqual(['Changed number of Order'])
    expect(desk.editing).toEqual(newLine(desk, 'Order', 1))
    expect(desk.drafts.size).toBe(0)
  })

  test('makes one field after the other, in their order, until a line is empty', () => {
    const desk = new Desk()
    for (const [index, text] of ['a: int', 'b: int'].entries()) {
      const line = typing(desk, newLine(desk, 'Order', index), text)
      expect(moveFromLine(desk.workspace, line, 'next')).toBe('moved')
    }
    expect(desk.drawing.lines(desk.id('Order')).slice(0, 2)).toEqual(['a: int', 'b: int'])
    const line = typing(desk, newLine(desk, 'Order', 2))
    expect(moveFromLine(desk.workspace, line, 'next')).toBe('ended')
    expect(desk.done).toHaveLength(2)
  })

  test('does nothing where nothing is another, and makes no commit', () => {
    const desk = new Desk()
    const line = typing(desk, lineAt(desk, 'number'), 'number: string')
    expect(moveFromLine(desk.workspace, line, 'next')).toBe('moved')
    expect(desk.done).toEqual([])
  })

  test('holds the person at a line that cannot be written, and keeps what is typed', () => {
    const desk = new Desk()
    const line = typing(desk, lineAt(desk, 'number'), 'number: [')
    expect(moveFromLine(desk.workspace, line, 'next')).toBe('held')
    expect(desk.drafts.get(line.key)?.text).toBe('number: [')
    desk.isReadOnly = true
    const other = typing(desk, lineAt(desk, 'number'), 'number: int')
    expect(moveFromLine(desk.workspace, other, 'next')).toBe('held')
    expect(desk.drafts.get(line.key)?.text).toBe('number: int')
  })

  test('goes from the name of a card without lines to its first, and ends at others', () => {
    const desk = new Desk()
    const loose = typing(desk, { part: 'name', element: desk.id('Loose') }, 'Free')
    expect(moveFromName(desk.workspace, loose, 'finish')).toBe('moved')
    expect(desk.editing).toEqual(newLine(desk, 'Loose', 0))
    const order = typing(desk, { part: 'name', element: desk.id('Order') }, 'Purchase')
    expect(moveFromName(desk.workspace, order, 'finish')).toBe('ended')
    const shopper = typing(desk, { part: 'name', element: desk.id('Shopper') })
    expect(moveFromName(desk.workspace, shopper, 'into lines')).toBe('ended')
    expect(desk.done).toEqual(['Renamed Loose to Free', 'Renamed Order to Purchase'])
  })
})

describe('a card that is to come', () => {
  const coming = (more: Partial<NewCard> = {}): NewCard => ({
    ...{
      part: 'new card',
      element: v7(),
      kind: 'entity',
      name: 'Entity',
      parent: null,
      from: null
    },
    position: { x: 0, y: 0 },
    ...more
  })

  test('is made with its name in one gesture, and goes on to its first line', () => {
    const desk = new Desk()
    const editing = coming({ parent: desk.id('Ordering') })
    const line = typing(desk, editing, 'Invoice')
    expect(desk.graph.get(editing.element)).toBeUndefined()
    expect(moveFromName(desk.workspace, line, 'finish')).toBe('moved')
    expect(desk.done).toEqual(['Added entity Invoice'])
    expect(desk.graph.get(editing.element)?.parent).toBe(desk.id('Ordering'))
    expect(desk.editing).toEqual({ part: 'new line', owner: editing.element, index: 0 })
    unmounted(desk.workspace, editing)
    expect(desk.done).toHaveLength(1)
  })

  test('keeps the name that was proposed when nothing else is typed', () => {
    const desk = new Desk()
    moveFromName(desk.workspace, typing(desk, coming()), 'finish')
    const actor = coming({ kind: 'actor', name: 'Actor' })
    expect(moveFromName(desk.workspace, typing(desk, actor), 'finish')).toBe('ended')
    expect(desk.done).toEqual(['Added entity Entity', 'Added actor Actor'])
  })

  test('is not made when it is left by Esc, or has no name', () => {
    const desk = new Desk()
    expect(moveFromName(desk.workspace, typing(desk, coming(), 'In'), 'leave')).toBe('ended')
    leave(desk.workspace, typing(desk, coming(), '  '))
    expect([desk.done, desk.drafts.size, desk.editing?.part]).toEqual([[], 0, 'new card'])
  })

  test('brings its relation along, and stands at the top when its frame is gone', () => {
    const desk = new Desk()
    const [from, parent] = [desk.id('Loose'), desk.id('Ordering')]
    const editing = coming({ from, parent })
    typing(desk, editing, 'Invoice')
    desk.drawing.do(remove(desk.graph, [parent]))
    const line = lineOf(desk.graph, editing)
    if (line === null) throw new Error('it is not there')
    leave(desk.workspace, line)
    expect(desk.done).toEqual(['Added entity Invoice and connected Loose to it'])
    expect(desk.graph.get(editing.element)?.parent).toBe(null)
    expect(lineOf(desk.graph, editing)).toBe(null)
  })
})

describe('before the editor is drawn', () => {
  const press = (desk: Desk, ...keys: readonly string[]) =>
    keys.map(key =>
      typeEarly(desk.workspace, {
        ...{ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false }
      })
    )

  test('letters go where they are meant to, and Enter on to the next line', () => {
    const desk = new Desk()
    desk.show({ editing: { part: 'name', element: desk.id('Loose') } })
    press(desk, 'F', 'r', 'x', 'Backspace', 'e', 'e', 'Enter')
    expect(desk.editing).toEqual(newLine(desk, 'Loose', 0))
    press(desk, ...'a: int', 'Enter', 'b')
    expect(desk.done).toEqual(['Renamed Loose to Free', 'Added field a to Free'])
    expect([...desk.drafts.values()]).toEqual([{ text: 'b', base: '' }])
    press(desk, 'Escape')
    expect([desk.editing, desk.drafts.size]).toEqual([null, 0])
  })

  test('a line that is there is gone on with, and other keys are left alone', () => {
    const desk = new Desk()
    expect(press(desk, 'a')).toEqual([false])
    const line = typing(desk, lineAt(desk, 'number'))
    expect(press(desk, '?', 'ArrowUp')).toEqual([true, false])
    expect(desk.drafts.get(line.key)?.text).toBe('number: string?')
  })
})

describe('other keys', () => {
  test('Esc leaves without writing', () => {
    const desk = new Desk()
    const line = typing(desk, lineAt(desk, 'number'), 'other: int')
    expect(moveFromLine(desk.workspace, line, 'leave')).toBe('ended')
    expect([desk.done, desk.drafts.size, desk.editing]).toEqual([[], 0, null])
  })

  test('up and down go to the neighbours, and a new line that was written counts', () => {
    const desk = new Desk()
    const line = typing(desk, newLine(desk, 'Order', 1), 'a: int')
    expect(moveFromLine(desk.workspace, line, 'down')).toBe('moved')
    expect(desk.editing).toEqual(lineAt(desk, 'lines'))
    const last = typing(desk, lineAt(desk, 'lines'))
    moveFromLine(desk.workspace, last, 'down')
    expect(desk.editing).toEqual(lineAt(desk, 'lines'))
    const first = typing(desk, lineAt(desk, 'number'))
    moveFromLine(desk.workspace, first, 'up')
    expect(desk.editing).toEqual({ part: 'name', element: desk.id('Order') })
  })

  test('Backspace in an empty line removes the field and goes up', () => {
    const desk = new Desk()
    const line = typing(desk, lineAt(desk, 'lines'), '')
    expect(moveFromLine(desk.workspace, line, 'remove')).toBe('moved')
    expect(desk.done).toEqual(['Removed lines of Order'])
    expect(desk.editing).toEqual(lineAt(desk, 'number'))
  })
})

describe('nothing that is typed is lost', () => {
  test('a line that cannot be read is kept when it is left, and told with a way back', () => {
    const desk = new Desk()
    const line = typing(desk, newLine(desk, 'Order', 0), 'price: [')
    leave(desk.workspace, line)
    desk.show({ editing: null })
    const [told] = desk.told
    expect(told?.fact).toBe('“price: [” is not in the model yet')
    expect(told?.actions?.[0]?.title).toBe('Go on typing')
    told?.actions?.[0]?.run()
    expect(desk.editing).toEqual(line.editing)
    expect(desk.drafts.get(line.key)?.text).toBe('price: [')
    expect(desk.told).toEqual([])
  })

  test('what somebody else changed meanwhile is not written over', () => {
    const desk = new Desk()
    typing(desk, lineAt(desk, 'number'), 'number: int')
    desk.drawing.write([
      { step: 'set', element: desk.id('number'), attribute: 'name', value: 'ref' }
    ])
    const line = lineOf(desk.graph, lineAt(desk, 'number'))
    if (line === null) throw new Error('it is not there')
    expect(moveFromLine(desk.workspace, line, 'next')).toBe('held')
    leave(desk.workspace, line)
    expect(desk.told[0]).toMatchObject({
      fact: 'Somebody changed this field while you were typing.',
      remedy: 'Both are kept: choose one.'
    })
    expect(desk.drawing.get('number').name).toBe('ref')
  })

  test('a card that was removed while somebody typed in it can be restored, with what was typed', () => {
    const desk = new Desk()
    const editing = lineAt(desk, 'number')
    typing(desk, editing, 'number: int')
    desk.drawing.do(remove(desk.graph, [desk.id('Ordering')]))
    unmounted(desk.workspace, editing)
    expect(desk.editing).toBe(null)
    expect(desk.told[0]).toMatchObject({
      fact: '“number” was removed while you were typing',
      remedy: 'What you typed is kept: “number: int”.'
    })
    desk.told[0]?.actions?.[0]?.run()
    expect(desk.graph.get(desk.id('number'))?.name).toBe('number')
    expect(desk.editing).toEqual(editing)
    expect(lineOf(desk.graph, editing)?.write('number: int')).toHaveProperty('label')
  })

  test('an editor that only goes out of sight says nothing and writes nothing', () => {
    const desk = new Desk()
    const editing = lineAt(desk, 'number')
    const line = typing(desk, editing, 'number: int')
    unmounted(desk.workspace, editing)
    expect([desk.done, desk.told, desk.drafts.get(line.key)?.text]).toEqual([[], [], 'number: int'])
    desk.show({ editing: { part: 'name', element: desk.id('Order') } })
    unmounted(desk.workspace, editing)
    expect(desk.done).toEqual(['Changed number of Order'])
  })

  test('of several lines that are pasted the readable come in, and the others are kept', () => {
    const desk = new Desk()
    const line = typing(desk, newLine(desk, 'Order', 1))
    pasteLines(desk.workspace, line, ['a: int', 'bad [', 'b: int', 'worse ['])
    expect(desk.done).toEqual(['Added 2 fields to Order'])
    const names = desk.drawing.lines(desk.id('Order')).map(each => each.split(':')[0])
    expect(names).toEqual(['number', 'a', 'b', 'lines'])
    expect(desk.editing).toEqual(newLine(desk, 'Order', 3))
    expect([...desk.drafts.values()]).toEqual([{ text: 'bad [', base: '' }])
    expect(desk.told[0]?.remedy).toContain('worse [')
  })

  test('lines pasted into one that is there change it and stand behind it', () => {
    const desk = new Desk()
    const line = typing(desk, lineAt(desk, 'number'))
    pasteLines(desk.workspace, line, ['number: int', 'a: int'])
    expect(desk.done).toHaveLength(1)
    expect(desk.drawing.lines(desk.id('Order')).slice(0, 2)).toEqual(['number: int', 'a: int'])
    expect(desk.editing).toEqual(newLine(desk, 'Order', 2))
  })
})
