/** What a person must know of the connection, as a banner says it; nothing while all is well. */

import { sentence } from '@/api/words'
import type { Status } from '@/sync/status'
import type { IconName } from '@/ui/icons'

export interface Standing {
  /** `info`: a mode that one is in, not something amiss. */
  readonly tone?: 'info'
  readonly icon: IconName
  /** The fact, in bold. */
  readonly fact: string
  readonly sentence: string
  /** When the next connection is tried, in milliseconds since 1970. */
  readonly retryAt?: number
  readonly actions: readonly Action[]
}

export type Action =
  | 'try now'
  | 'open again'
  | 'all models'
  | 'keep as a file'
  | 'take it out'
  | 'understood'

export interface Circumstances {
  /** It has said "saving" for long. */
  readonly isSlow: boolean
  /** The person has read that this browser keeps nothing. */
  readonly isWarned: boolean
  readonly isArchived: boolean
}

/** The gravest of what is to be said; null when there is nothing. */
export function standingOf(status: Status, circumstances: Circumstances): Standing | null {
  switch (status.state) {
    case 'stopped':
      return ended(status)
    case 'offline':
      return status.because === 'refusals' ? resting(status) : offline(status)
    case 'connecting':
    case 'loading':
    case 'live':
    case 'saving':
      return remarkable(status, circumstances)
  }
}

function remarkable(status: Status, circumstances: Circumstances): Standing | null {
  const { isSlow, isWarned, isArchived } = circumstances
  if (status.access === 'held') return held(status)
  if (isSlow && status.state === 'saving') return slow(status)
  if (!status.durable && !isWarned) return FORGETFUL
  return isArchived ? archived(status) : null
}

function archived({ access }: Status): Standing {
  return {
    tone: 'info',
    icon: 'inbox',
    fact: 'This model is archived',
    sentence: 'The list of models leaves it out; nothing of it is lost.',
    actions: access === 'edit' ? ['take it out'] : []
  }
}

const FORGETFUL: Standing = {
  icon: 'warn',
  fact: 'This browser keeps nothing',
  sentence: 'Changes that are not saved yet are lost when you close the page.',
  actions: ['understood']
}

function offline(status: Status & { readonly state: 'offline' }): Standing {
  return {
    icon: 'cloudoff',
    fact: 'Offline',
    sentence: `${whileAway(status)} ${mayEdit(status) ? 'You can go on working.' : ''}`.trim(),
    retryAt: status.retryAt,
    actions: ['try now']
  }
}

function mayEdit({ access }: Status): boolean {
  return access === 'edit' || access === 'unknown'
}

function whileAway({ access, pending, durable }: Status): string {
  if (access === 'read') return 'What you see is from when the server could last be reached.'
  if (pending === 0 && durable) {
    return 'What you do is kept on this device and goes out when the connection is back.'
  }
  if (pending === 0)
    return 'What you do stays in this page until the connection is back: keep it open.'
  if (!durable) {
    return `${counted(pending)} in this page only and ${go(pending)} out when the connection is back: keep it open.`
  }
  return `${counted(pending)} kept on this device and ${go(pending)} out when the connection is back.`
}

function resting(status: Status & { readonly state: 'offline' }): Standing {
  const { pending, retryAt } = status
  return {
    icon: 'clock',
    fact: 'The server asked for a rest',
    sentence: `Much of what was sent was refused. ${waiting(pending)}`,
    retryAt,
    actions: ['try now']
  }
}

function waiting(pending: number): string {
  return pending === 0
    ? 'You can go on working; it goes out after that.'
    : `${counted(pending)} kept here and ${go(pending)} out after that.`
}

function held({ pending }: Status): Standing {
  return {
    icon: 'lock',
    fact: 'You can only read here now',
    sentence: `${counted(pending)} kept on this device and ${go(pending)} out when an owner makes you an editor again.`,
    actions: ['keep as a file']
  }
}

function slow({ pending, durable }: Status): Standing {
  const kept =
    pending === 0
      ? 'The server does not answer yet.'
      : `${counted(pending)} ${durable ? 'kept on this device' : 'in this page'} until the server has ${pending === 1 ? 'it' : 'them'}.`
  return { icon: 'clock', fact: 'Saving takes long', sentence: kept, actions: [] }
}

function ended(status: Status & { readonly state: 'stopped' }): Standing | null {
  const { pending } = status
  const keeping = pending === 0 ? [] : (['keep as a file'] as const)
  const reason = sentence(status.message.trim() || 'it gave no reason')
  const also = pending === 0 ? '' : ` ${counted(pending)} kept on this device.`
  switch (status.cause) {
    case 'closed':
      return null
    case 'no-model':
      return {
        icon: 'ban',
        fact: 'This model is not here any more',
        sentence: `It was moved or removed.${also}`,
        actions: ['all models', ...keeping]
      }
    case 'other-person':
      return {
        icon: 'info',
        fact: 'You have another name in this browser now',
        sentence: `Open the model again to go on under it.${also}`,
        actions: ['open again', ...keeping]
      }
    case 'rejected':
      return {
        icon: 'ban',
        fact: 'The server ended this session',
        sentence: `${reason}${also} Open the model again to go on.`,
        actions: ['open again', ...keeping]
      }
  }
}

/** "1 change is", "12 changes are". */
export function counted(changes: number): string {
  return changes === 1 ? '1 change is' : `${changes.toLocaleString('en')} changes are`
}

function go(changes: number): string {
  return changes === 1 ? 'goes' : 'go'
}
