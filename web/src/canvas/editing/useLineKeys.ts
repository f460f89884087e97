/** The keys of a line that is typed. */
import type { KeyboardEvent } from 'react'
import { type Editor, focusCard, keyed } from '@/canvas/editing/editor'
import { type LineIntent, lineIntent, typeStart } from '@/canvas/editing/keys'
import { moveFromLine } from '@/canvas/editing/moves'
import type { Choosing } from '@/canvas/editing/useChoosing'
import type { Put } from '@/canvas/editing/usePut'

export function useLineKeys(
  editor: Editor,
  choosing: Choosing,
  put: Put
): (event: KeyboardEvent<HTMLInputElement>) => void {
  return event => {
    const { value: text, selectionEnd } = event.currentTarget
    const list = listState(choosing)
    const intent = lineIntent(keyed(event), { text, caret: selectionEnd ?? text.length, list })
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation()
    if (intent === null) return
    event.preventDefault()
    if (!choose(intent, choosing) && !moveCaret(intent, editor, put)) move(intent, editor)
  }
}

function listState({ choices, active }: Choosing): 'closed' | 'open' | 'active' {
  if (choices.length === 0) return 'closed'
  return active < 0 ? 'open' : 'active'
}

function choose(intent: LineIntent, choosing: Choosing): boolean {
  switch (intent) {
    case 'accept':
      choosing.accept()
      return true
    case 'choose next':
      choosing.move(1)
      return true
    case 'choose previous':
      choosing.move(-1)
      return true
    case 'stop choosing':
      choosing.stop()
      return true
    default:
      return false
  }
}

/** From the name into the type and back, inside the line. */
function moveCaret(intent: LineIntent, { input }: Editor, put: Put): boolean {
  const element = input.current
  if (element === null || (intent !== 'into type' && intent !== 'into name')) return false
  const text = element.value
  const start = typeStart(text)
  if (intent === 'into name') element.setSelectionRange(0, start - 1)
  else if (start < 0) put(`${text.trimEnd()}: `, text.trimEnd().length + 2)
  else element.setSelectionRange(start + (text[start] === ' ' ? 1 : 0), text.length)
  return true
}

function move(intent: LineIntent, editor: Editor): void {
  const { workspace, line, demand, root } = editor
  switch (intent) {
    case 'next':
    case 'above':
    case 'up':
    case 'down':
    case 'leave':
    case 'remove':
    case 'forth':
    case 'back': {
      const moved = moveFromLine(workspace, line, intent)
      if (moved === 'held') {
        demand()
        root.current?.querySelector('button')?.focus() // two texts to choose from, if there are two
      }
      if (moved === 'ended') focusCard(editor)
      return
    }
    default:
      return
  }
}
