/** What the server or the way to it says, as sentences for the person. */
import { Refusal, Unreachable } from '@/api/client'

export interface Told {
  readonly fact: string
  readonly remedy?: string
}

/** Fact and remedy of what was refused or could not be asked. */
export function toldBy(error: unknown): Told {
  if (error instanceof Refusal) return toldIn(error.message)
  if (error instanceof Unreachable) {
    return {
      fact: 'The server does not answer.',
      remedy: 'What you have here is kept. Try again in a moment.'
    }
  }
  return {
    fact: 'Something broke on this page.',
    remedy: 'Load it again. What you changed is kept on this device.'
  }
}

/** `the slug shop is taken; choose another one` in two sentences. */
function toldIn(detail: string): Told {
  const [fact = '', ...rest] = detail.split('; ')
  if (rest.length === 0) return { fact: sentence(fact) }
  return { fact: sentence(fact), remedy: sentence(rest.join('; ')) }
}

/** Both in one line. */
export function lineOf({ fact, remedy }: Told): string {
  return remedy === undefined ? fact : `${fact} ${remedy}`
}

/** With a capital and a full stop: messages of the server have neither. */
export function sentence(text: string): string {
  const bare = text.trim()
  const [first = ''] = bare
  const whole = first.toLocaleUpperCase('en') + bare.slice(first.length)
  return /[.?!]$/u.test(whole) ? whole : `${whole}.`
}
