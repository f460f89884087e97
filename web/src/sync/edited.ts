/** What comes of asking for an edit, for programs and in words. */
import { LARGEST_FRAME } from '@/api/room.gen'
import type { Gesture, Refused } from '@/journal/gesture'

export type Edited =
  | { readonly outcome: 'made'; readonly gesture: Gesture }
  /** Everything is as the steps say already. */
  | { readonly outcome: 'nothing' }
  /** `message` is for the person. */
  | { readonly outcome: 'denied'; readonly because: Denied; readonly message: string }

/** `gone`: an element that the steps need is not in the document. */
export type Denied = 'loading' | 'read-only' | 'gone' | 'too-large' | 'stopped'

const WORDS: Readonly<Record<Denied, string>> = {
  loading: 'the model is still loading; try again in a moment',
  'read-only': 'you can only read here; ask an owner to make you an editor',
  gone: 'what it would change is not in the model any more; look at what is there now',
  'too-large': 'it is too large for one step; do it in smaller parts',
  stopped: 'this session has ended; open the model again'
}

export function denied(because: Denied, message = WORDS[because]): Edited {
  return { outcome: 'denied', because, message }
}

/** What is left beside the update for the head of its frame. */
const HEAD = 16 * 1024

/** The most that the update of one gesture may weigh. */
export const HEAVIEST = LARGEST_FRAME - HEAD

/** Say that a gesture is too large before it is made. */
export function tooHeavy(label: string, weight: number): Edited {
  return denied('too-large', oversize(label, weight))
}

/** Say it of one that was made already, and has no answer. */
export function tooLarge({ editId, label }: Gesture, size: number): Refused {
  return {
    answer: 'refused',
    editId,
    code: 'too-large',
    element: null,
    attribute: null,
    message: oversize(label, size),
    fatal: true
  }
}

function oversize(label: string, bytes: number): string {
  const has = `“${label}” is ${Math.ceil(bytes / 1024)} KB large`
  return bytes > LARGEST_FRAME
    ? `${has}; one step may have ${LARGEST_FRAME / 1024} KB: do it in smaller parts, or import it`
    : `${has}, too much for the way to the server: do it in smaller parts, or import it`
}
