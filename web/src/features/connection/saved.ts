/** The state of one's work in a word or two, for the bar; never rosier than it is. */

import type { Status } from '@/sync/status'
import type { IconName } from '@/ui/icons'
import { counted } from './standing'

export interface Saved {
  readonly words: string
  /** The whole of it, for the tooltip. */
  readonly detail: string
  readonly icon: IconName
  readonly tone: 'quiet' | 'care'
}

/** Say what becomes of what a person does here. */
export function savedOf(status: Status): Saved {
  const { state, pending, access } = status
  if (pending > 0 && (state === 'offline' || state === 'stopped' || access === 'held')) {
    return kept(status)
  }
  switch (state) {
    case 'live':
      return access === 'read' ? READ_ONLY : SAVED
    case 'saving':
      return access === 'read' ? READ_ONLY : saving(pending)
    case 'connecting':
      return pending > 0 ? { ...kept(status), icon: 'clock' } : CONNECTING
    case 'loading':
      return LOADING
    case 'offline':
      return OFFLINE
    case 'stopped':
      return ENDED
  }
}

const SAVED: Saved = {
  words: 'Saved',
  detail: 'Everything is saved on the server',
  icon: 'check',
  tone: 'quiet'
}

const READ_ONLY: Saved = {
  words: 'Read only',
  detail: 'You can look here; an owner can make you an editor',
  icon: 'lock',
  tone: 'quiet'
}

const CONNECTING: Saved = {
  words: 'Connecting',
  detail: 'What you see was kept on this device; the server is being asked for the newest',
  icon: 'clock',
  tone: 'quiet'
}

const LOADING: Saved = {
  words: 'Loading',
  detail: 'The model is being fetched',
  icon: 'clock',
  tone: 'quiet'
}

const OFFLINE: Saved = {
  words: 'Offline',
  detail: 'Nothing waits to be saved; what you do now is kept here until the connection is back',
  icon: 'cloudoff',
  tone: 'care'
}

const ENDED: Saved = {
  words: 'Not connected',
  detail: 'This session has ended; open the model again',
  icon: 'cloudoff',
  tone: 'care'
}

function saving(pending: number): Saved {
  const detail =
    pending === 0
      ? 'The server is writing what it has'
      : `${counted(pending)} on the way to the server`
  return { words: 'Saving', detail, icon: 'clock', tone: 'quiet' }
}

function kept({ pending, durable }: Status): Saved {
  return durable
    ? {
        words: `${pending} kept here`,
        detail: `${counted(pending)} kept on this device, also when you close this page`,
        icon: 'cloudoff',
        tone: 'care'
      }
    : {
        words: `${pending} not saved`,
        detail: `${counted(pending)} in this page only, and lost when you close it`,
        icon: 'cloudoff',
        tone: 'care'
      }
}
