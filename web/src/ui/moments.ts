/** When something was, in the fewest words that are true. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const LONG_DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long'
})
const LONG_DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric'
})
const WHOLE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })

/** `just now`, `4 min ago`, `3 h ago`, `yesterday`, `Monday`, `2 Jun`, `2 Jun 2025`. */
export function timeSince(moment: Date, now: Date): string {
  const passed = now.getTime() - moment.getTime()
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / DAY)
  if (days === 0 || passed < 6 * HOUR) return `${Math.floor(passed / HOUR)} h ago`
  if (days === 1) return 'yesterday'
  if (days < 7) return moment.toLocaleDateString('en', { weekday: 'long' })
  const month = moment.toLocaleDateString('en', { month: 'short' })
  const day = `${moment.getDate()} ${month}`
  return moment.getFullYear() === now.getFullYear() ? day : `${day} ${moment.getFullYear()}`
}

/** `16:20`, `Tue 16:20`, `9 Jun`, `9 Jun 2025`: the same in a narrow column. */
export function timeShown(moment: Date, now: Date): string {
  if (Number.isNaN(moment.getTime())) return ''
  if (isSameDay(moment, now)) return TIME.format(moment)
  if (now.getTime() - moment.getTime() < 6 * DAY) {
    return `${WEEKDAY.format(moment)} ${TIME.format(moment)}`
  }
  return moment.getFullYear() === now.getFullYear() ? DATE.format(moment) : YEAR.format(moment)
}

/** `16:20`; empty for no moment. */
export function timeOfDay(moment: Date): string {
  return Number.isNaN(moment.getTime()) ? '' : TIME.format(moment)
}

/** `Today`, `Yesterday`, `Tuesday 9 June`, or with the year when it is another. */
export function dayShown(moment: Date, now: Date): string {
  if (isSameDay(moment, now)) return 'Today'
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (isSameDay(moment, yesterday)) return 'Yesterday'
  if (moment.getFullYear() !== now.getFullYear()) return LONG_DATE.format(moment)
  return LONG_DAY.format(moment).replace(',', '')
}

/** The whole moment, for a tooltip; empty for none. */
export function momentShown(moment: Date): string {
  return Number.isNaN(moment.getTime()) ? '' : WHOLE.format(moment)
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
}
