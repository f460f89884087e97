/** The list below a line: what fits at the caret, and which of it is highlighted. */
import { useState } from 'react'
import type { Standing } from '@/canvas/editing/draft'
import type { Line } from '@/canvas/editing/line'
import type { Put } from '@/canvas/editing/usePut'
import type { Completion } from '@/model/fieldline/completions'

export interface Choosing {
  readonly choices: readonly Completion[]
  /** The place of the highlighted one; -1 while there is none. */
  readonly active: number
  readonly move: (by: 1 | -1) => void
  /** Put one into the line: the highlighted, the first, or the one at `place`. */
  readonly accept: (place?: number) => void
  readonly stop: () => void
}

interface Highlight {
  /** What the list was made for: typing on makes another list, and highlights nothing. */
  readonly text: string
  readonly place: number
}

export function useChoosing(line: Line, standing: Standing, caret: number, put: Put): Choosing {
  const [highlight, setHighlight] = useState<Highlight | null>(null)
  const { text } = standing
  const isTyped = standing.standing === 'typed'
  const choices = isTyped ? line.choices(text, Math.min(caret, text.length)) : []
  const place = highlight?.text === text ? highlight.place : -1
  const active = Math.min(place, choices.length - 1)
  return {
    choices,
    active,
    move: by => {
      const next = active < 0 && by < 0 ? choices.length - 1 : active + by
      setHighlight({ text, place: next >= choices.length ? 0 : next })
    },
    accept: (chosen = Math.max(active, 0)) => {
      const choice = choices[chosen]
      if (choice === undefined) return
      const before = text.slice(0, choice.from) + choice.insert
      put(before + text.slice(caret), before.length)
      setHighlight(null)
    },
    stop: () => setHighlight(null)
  }
}
