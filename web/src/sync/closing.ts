/** Why a connection ended, and what follows from it (docs/messages.md, "Why a connection is closed"). */
import { JOURNAL_TAKEN, MANY_REFUSED } from '@/api/room.gen'
import type { Stop } from '@/sync/status'

export type Closing =
  /** `after`: when the server asks us back, in milliseconds. */
  | { readonly do: 'reconnect'; readonly after: number | null }
  | { readonly do: 'redirect'; readonly url: string }
  /** Of what we sent so much was refused that the server wants no more of it for a while. */
  | { readonly do: 'rest' }
  /** Something that we sent was larger than a frame may be on this way. */
  | { readonly do: 'lighten' }
  /** The document is of an earlier epoch. */
  | { readonly do: 'start anew' }
  /** Another connection has our journal's id. */
  | { readonly do: 'move out' }
  | { readonly do: 'stop'; readonly cause: Stop; readonly message: string }

const TOO_LARGE = 1009
const RESTARTING = 1012
const REJECTED = 4403
const NO_SUCH_MODEL = 4404
const STALE_EPOCH = 4409
const OTHER_OWNER = 4510

/** Read the code and the reason of a close. */
export function closing(code: number, reason: string): Closing {
  switch (code) {
    case REJECTED:
      if (reason.startsWith(MANY_REFUSED)) return { do: 'rest' }
      return { do: 'stop', cause: 'rejected', message: reason }
    case NO_SUCH_MODEL:
      return { do: 'stop', cause: 'no-model', message: reason }
    case STALE_EPOCH:
      return { do: 'start anew' }
    case OTHER_OWNER:
      return URL.canParse(reason) ? { do: 'redirect', url: reason } : RECONNECT
    case RESTARTING:
      if (reason.startsWith(JOURNAL_TAKEN)) return { do: 'move out' }
      return { do: 'reconnect', after: hint(reason) }
    case TOO_LARGE:
      return { do: 'lighten' }
    default:
      return RECONNECT
  }
}

const RECONNECT: Closing = { do: 'reconnect', after: null }

function hint(reason: string): number | null {
  const seconds = /retry in (\d+(?:\.\d+)?) s/.exec(reason)?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}
