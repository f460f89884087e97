/** What a key means while a line or a name is typed; null leaves it to the browser. */

export interface Keyed {
  readonly key: string
  readonly isShift: boolean
  /** Ctrl, Alt or Meta. */
  readonly isChord: boolean
  /** An input method is putting a letter together: the key is its own. */
  readonly isComposing: boolean
}

/** What is typed, where the caret is, and whether there is something to choose from. */
export interface Typing {
  readonly text: string
  readonly caret: number
  readonly list: 'closed' | 'open' | 'active'
}

export type LineIntent =
  | 'next'
  | 'above'
  | 'up'
  | 'down'
  | 'leave'
  | 'remove'
  | 'forth'
  | 'back'
  | 'into type'
  | 'into name'
  | 'accept'
  | 'choose next'
  | 'choose previous'
  | 'stop choosing'

export type NameIntent = 'finish' | 'into lines' | 'leave'

export function lineIntent(keyed: Keyed, typing: Typing): LineIntent | null {
  if (keyed.isComposing || keyed.isChord) return null
  return LINE_KEYS[keyed.key]?.(typing, keyed.isShift) ?? null
}

type Meaning = (typing: Typing, isShift: boolean) => LineIntent | null

const LINE_KEYS: Readonly<Record<string, Meaning>> = {
  Enter: ({ list }, isShift) => {
    if (list === 'active') return 'accept'
    return isShift ? 'above' : 'next'
  },
  Escape: ({ list }) => (list === 'active' ? 'stop choosing' : 'leave'),
  Tab: (typing, isShift) => (isShift ? backwards(typing) : onwards(typing)),
  ArrowDown: ({ list }) => (list === 'closed' ? 'down' : 'choose next'),
  ArrowUp: ({ list }) => (list === 'active' ? 'choose previous' : 'up'),
  Backspace: ({ text }) => (text === '' ? 'remove' : null)
}

export function nameIntent(keyed: Keyed): NameIntent | null {
  if (keyed.isComposing || keyed.isChord) return null
  if (keyed.key === 'Enter') return 'finish'
  if (keyed.key === 'Escape') return 'leave'
  if (keyed.key === 'ArrowDown' || (keyed.key === 'Tab' && !keyed.isShift)) return 'into lines'
  return null
}

/** Where the type of a field begins; -1 while there is only a name. A name in backquotes may hold a colon. */
export function typeStart(text: string): number {
  const colon = /^(?:`[^`]*`|[^:`])*:/.exec(text)
  return colon === null ? -1 : colon[0].length
}

function onwards(typing: Typing): LineIntent {
  if (typing.list !== 'closed') return 'accept'
  const start = typeStart(typing.text)
  if (start < 0) return typing.text.trim() === '' ? 'forth' : 'into type'
  return typing.caret < start ? 'into type' : 'forth'
}

function backwards({ text, caret }: Typing): LineIntent {
  const start = typeStart(text)
  return start >= 0 && caret >= start ? 'into name' : 'back'
}
