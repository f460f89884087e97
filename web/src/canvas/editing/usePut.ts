/** Putting a text into the input with the caret somewhere in it, not behind its end. */
import { useLayoutEffect, useRef } from 'react'
import type { Editor } from '@/canvas/editing/editor'
import { type } from '@/canvas/editing/typing'

export type Put = (text: string, caret: number) => void

export function usePut({ workspace, line, input }: Editor): Put {
  const caretToBe = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (caretToBe.current === null) return
    input.current?.setSelectionRange(caretToBe.current, caretToBe.current)
    caretToBe.current = null
  })
  return (text, caret) => {
    caretToBe.current = caret
    type(workspace, line, text)
  }
}
