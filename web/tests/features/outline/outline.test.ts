import { Drawing, WEBSHOP } from '@harness/drawing'
import { describe, expect, test } from 'vitest'
import { isOpenIn, turn } from '@/features/outline/opened'
import { foundRows, outlineRows, type Row } from '@/features/outline/rows'
import { rowByLetters, treeMove } from '@/features/outline/treeKeys'
import { scrolledTo, windowOf } from '@/features/outline/window'
import { rename } from '@/model/gestures/naming'

const webshop = () => new Drawing(WEBSHOP)
const shown = (rows: readonly Row[]) =>
  rows.map(({ element, depth, isOpen }) => {
    const sign = isOpen === null ? ' ' : isOpen ? '-' : '+'
    return `${'  '.repeat(depth)}${sign} ${element.name}`
  })

describe('rows', () => {
  test('at first contexts are open, and nothing else', () => {
    expect(shown(outlineRows(webshop().graph, isOpenIn(new Set())))).toEqual([
      '+ Currency',
      '+ Money',
      '- Catalog',
      '  + Product',
      '- Ordering',
      '    Shopper',
      '  + Customer',
      '  + Order',
      '  Loose'
    ])
  })

  test('what is turned is open, or closed again', () => {
    const is = webshop()
    const turned = turn(turn(new Set(), is.id('Catalog')), is.id('Currency'))
    const rows = outlineRows(is.graph, isOpenIn(turned))
    expect(shown(rows).slice(0, 5)).toEqual([
      '- Currency',
      '    EUR',
      '    USD',
      '+ Money',
      '+ Catalog'
    ])
    expect(rows[2]).toMatchObject({ place: 2, siblings: 2 })
    expect(turn(turned, is.id('Catalog')).has(is.id('Catalog'))).toBe(false)
  })

  test('a search finds parts of names, whatever their case and accents, the best first', () => {
    const is = webshop()
    is.do(rename(is.graph, is.id('Loose'), 'Órder'))
    const found = foundRows(is.graph, ' ORDER ')
    expect(
      found
        .map(({ element, path }) => `${path}/${element.name}`)
        .slice(0, 2)
        .sort()
    ).toEqual(['/Órder', 'Ordering/Order'])
    expect(found.map(({ element }) => element.name).slice(2)).toEqual([
      'Ordering',
      'OrderLine',
      'OrderPlaced'
    ])
    expect(foundRows(is.graph, 'zzz')).toEqual([])
  })

  test('who stands in each other is listed nowhere, and nothing hangs', () => {
    const is = webshop()
    const order = (parent: string) => ({ step: 'move', parent, order: 'a0' }) as const
    is.write([
      { ...order(is.id('Ordering')), element: is.id('Catalog') },
      { ...order(is.id('Catalog')), element: is.id('Ordering') }
    ])
    expect(shown(outlineRows(is.graph, () => true))).not.toContain('- Catalog')
  })
})

describe('keys', () => {
  const rows = () => outlineRows(webshop().graph, isOpenIn(new Set()))
  const moved = (at: number, key: string) => {
    const move = treeMove(rows(), at, key, 5)
    return move === null ? null : `${move.move} ${rows()[move.row]?.element.name}`
  }

  test.each([
    [0, 'ArrowDown', 'to Money'],
    [-1, 'ArrowDown', 'to Currency'],
    [0, 'ArrowUp', 'to Currency'],
    [8, 'ArrowDown', 'to Loose'],
    [2, 'ArrowRight', 'to Product'],
    [3, 'ArrowRight', 'open Product'],
    [5, 'ArrowRight', null],
    [3, 'ArrowLeft', 'to Catalog'],
    [2, 'ArrowLeft', 'close Catalog'],
    [0, 'ArrowLeft', null],
    [1, 'End', 'to Loose'],
    [7, 'Home', 'to Currency'],
    [0, 'PageDown', 'to Shopper'],
    [7, 'PageUp', 'to Catalog'],
    [1, 'Enter', 'show Money'],
    [1, 'F2', 'rename Money'],
    [1, 'Delete', 'remove Money'],
    [1, 'F9', null],
    [-1, 'Enter', null]
  ])('from row %i, %s means %s', (at, key, wanted) => {
    expect(moved(at, key)).toBe(wanted)
  })

  test('letters go to the next row that begins so', () => {
    const named = (at: number, letters: string) =>
      rows()[rowByLetters(rows(), at, letters)]?.element.name
    expect(named(0, 'c')).toBe('Catalog')
    expect(named(2, 'cc')).toBe('Customer')
    expect(named(6, 'cu')).toBe('Customer')
    expect(named(6, 'c')).toBe('Currency')
    expect(named(4, 'or')).toBe('Ordering')
    expect(rowByLetters(rows(), 0, 'zz')).toBe(-1)
    expect(rowByLetters([], -1, 'a')).toBe(-1)
  })
})

describe('the window', () => {
  test('rows beyond both edges are there, and none beyond the list', () => {
    expect(windowOf(30_000, 26, 26_000, 520)).toEqual({ first: 988, end: 1032 })
    expect(windowOf(5, 26, 0, 520)).toEqual({ first: 0, end: 5 })
    expect(windowOf(0, 26, 0, 520)).toEqual({ first: 0, end: 0 })
    expect(windowOf(10, 26, 9_000, 520)).toEqual({ first: 10, end: 10 })
  })

  test('a row is brought into sight by the shortest way', () => {
    expect(scrolledTo(2, 26, 0, 520)).toBe(0)
    expect(scrolledTo(30, 26, 0, 520)).toBe(286)
    expect(scrolledTo(1, 26, 300, 520)).toBe(26)
  })
})
