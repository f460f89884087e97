/** The keys of the outline. */
import { type KeyboardEvent, useRef } from 'react'
import type { Row } from './rows'
import { rowOf } from './rows'
import { rowByLetters, type TreeMove, treeMove } from './treeKeys'
import type { Acting } from './useActing'
import type { Seen } from './useSeen'

interface TreeState {
  readonly rows: readonly Row[]
  readonly active: string | null
  readonly setActive: (id: string) => void
  readonly setRenaming: (id: string) => void
  readonly onTurn: (id: string) => void
  readonly acting: Acting
  readonly seen: Seen
}

const TYPING_MS = 700

export function useTreeKeys(state: TreeState): (event: KeyboardEvent) => void {
  const typed = useRef({ letters: '', at: 0 })
  return event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { rows, seen } = state
    const active = rowOf(rows, state.active)
    const move = moveOf(event, rows, active, seen.page, typed.current)
    if (move === null) return
    typed.current = letterOf(event) === null ? { letters: '', at: 0 } : typed.current
    event.preventDefault()
    event.stopPropagation()
    carryOut(move, state)
  }
}

function moveOf(
  event: KeyboardEvent,
  rows: readonly Row[],
  active: number,
  page: number,
  typed: { letters: string; at: number }
): TreeMove | null {
  const letter = letterOf(event)
  if (letter === null) return treeMove(rows, active, event.key, page)
  typed.letters = event.timeStamp - typed.at < TYPING_MS ? typed.letters + letter : letter
  typed.at = event.timeStamp
  const row = rowByLetters(rows, active, typed.letters)
  return { move: 'to', row: row < 0 ? active : row }
}

function letterOf({ key }: KeyboardEvent): string | null {
  return [...key].length === 1 && key !== ' ' ? key : null
}

function carryOut({ move, row: at }: TreeMove, state: TreeState): void {
  const element = state.rows[at]?.element
  if (element === undefined) return
  switch (move) {
    case 'to':
      state.setActive(element.id)
      state.seen.showRow(at)
      return
    case 'open':
    case 'close':
      state.onTurn(element.id)
      return
    case 'show':
      state.acting.show(element)
      return
    case 'rename':
      state.setRenaming(element.id)
      return
    case 'remove': {
      const next = state.rows[at + 1] ?? state.rows[at - 1]
      if (next !== undefined) state.setActive(next.element.id)
      state.acting.remove(element)
      return
    }
  }
}
