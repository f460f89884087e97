/** What the rules find, in a word or two. */
import { counted } from '@/model/wording'
import type { IconName } from '@/ui/icons'
import type { Report } from '@/workspace/findings'

export interface Verdict {
  readonly words: string
  readonly detail: string
  readonly tone: 'plain' | 'ok' | 'warn' | 'danger'
  readonly icon?: IconName
}

/** Say how a model fares; null while nobody knows. */
export function verdictOf(report: Report, isEmpty: boolean): Verdict | null {
  const { state, errors, warnings } = report
  if (isEmpty) return NOTHING
  if (state === 'asking') return null
  const problems = errors + warnings
  const when = state === 'old' ? ', when it was last checked' : ''
  if (problems === 0) {
    return { words: 'Valid', detail: `No rule finds anything${when}`, tone: 'ok', icon: 'check' }
  }
  const detail = `${counted('error', errors)} and ${counted('warning', warnings)}${when}`
  const words = counted('problem', problems)
  return errors > 0
    ? { words, detail, tone: 'danger', icon: 'ban' }
    : { words, detail, tone: 'warn', icon: 'warn' }
}

const NOTHING: Verdict = {
  words: 'Nothing to check yet',
  detail: 'Problems are listed here as soon as something is modelled',
  tone: 'plain'
}
