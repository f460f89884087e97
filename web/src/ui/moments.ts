/** When something was, in the fewest words that are true. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

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

/** The whole moment, for a tooltip. */
export function momentShown(moment: Date): string {
  return moment.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
}

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
}
