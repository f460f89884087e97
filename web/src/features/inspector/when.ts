/** When something happened, in few letters: `16:20`, `Tue 16:20`, `9 Jun`. */

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const WHOLE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })

const WEEK_MS = 6 * 24 * 60 * 60 * 1000

export function whenShown(at: Date, now: Date): string {
  if (Number.isNaN(at.getTime())) return ''
  if (at.toDateString() === now.toDateString()) return TIME.format(at)
  if (now.getTime() - at.getTime() < WEEK_MS) return `${DAY.format(at)} ${TIME.format(at)}`
  return at.getFullYear() === now.getFullYear() ? DATE.format(at) : YEAR.format(at)
}

/** All of it, for a tooltip. */
export function whenWhole(at: Date): string {
  return Number.isNaN(at.getTime()) ? '' : WHOLE.format(at)
}
