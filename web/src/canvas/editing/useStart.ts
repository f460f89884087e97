/** An editor begins with the focus: a name is selected whole, a line and a draft have the caret behind them. */
import { type RefObject, useEffect } from 'react'

export function useStart(input: RefObject<HTMLInputElement | null>, caret: 'all' | 'end'): void {
  useEffect(() => {
    const element = input.current
    if (element === null) return
    element.focus({ preventScroll: true })
    const { length } = element.value
    element.setSelectionRange(caret === 'all' ? 0 : length, length)
  }, [input, caret])
}
