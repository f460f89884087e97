/** Several lines that are pasted become several lines of the card, in one gesture. */
import type { ClipboardEvent } from 'react'
import type { Editor } from '@/canvas/editing/editor'
import { pastedLines } from '@/canvas/editing/pasted'
import { pasteLines } from '@/canvas/editing/pasting'

export function usePasting({
  workspace,
  line
}: Editor): (event: ClipboardEvent<HTMLInputElement>) => void {
  return event => {
    const lines = pastedLines(event.clipboardData.getData('text/plain'))
    if (lines.length < 2) return
    event.preventDefault()
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const before = value.slice(0, selectionStart ?? value.length)
    const behind = value.slice(selectionEnd ?? value.length)
    pasteLines(workspace, line, joined(before, lines, behind))
  }
}

/** What stands around the caret stays with the first line and the last, as in any text. */
function joined(before: string, lines: readonly string[], behind: string): readonly string[] {
  return lines.map((line, at) => {
    const head = at === 0 ? before : ''
    const tail = at === lines.length - 1 ? behind : ''
    return `${head}${line}${tail}`
  })
}
