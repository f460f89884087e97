/** When something happened, as history says it: by day, and the time of day in it. */

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const WHOLE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })

/** `16:20` */
export function timeOf(instant: Date): string {
  return TIME.format(instant)
}

/** `Today`, `Yesterday`, `Tuesday 9 June`, or with the year when it is another. */
export function dayOf(instant: Date, now: Date): string {
  if (isSameDay(instant, now)) return 'Today'
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (isSameDay(instant, yesterday)) return 'Yesterday'
  if (instant.getFullYear() !== now.getFullYear()) return DATE.format(instant)
  return DAY.format(instant).replace(',', '')
}

/** All of it, for a tooltip. */
export function momentOf(instant: Date): string {
  return WHOLE.format(instant)
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}
