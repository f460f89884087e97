/** Which models the list shows, and what it says of each. */
import type { Model } from '@/api/http.gen'
import { timeSince } from '@/ui/moments'
import { searched } from '@/ui/searched'

export interface Showing {
  readonly filter: string
  readonly withArchived: boolean
}

export function shownOf(
  models: readonly Model[],
  { filter, withArchived }: Showing
): readonly Model[] {
  const words = searched(filter).split(/\s+/u).filter(Boolean)
  return models.filter(({ archived, name, slug }) => {
    if (archived && !withArchived) return false
    const known = `${searched(name)} ${slug}`
    return words.every(word => known.includes(word))
  })
}

/** Who did what last, and when: `Mira, 4 min ago: Renamed Order to Purchase`. */
export function lastOf(
  { changed_by, changed_at, created_at, summary }: Model,
  me: string | null,
  now: Date
): string {
  const when = timeSince(new Date(changed_at ?? created_at), now)
  if (changed_by === null) return when
  const who = changed_by.id === me ? 'you' : changed_by.name
  return summary === null ? `${who}, ${when}` : `${who}, ${when}: ${summary}`
}

/** How much is in it; nothing is said of what is empty. */
export function sizeOf({ entities }: Model): string {
  if (entities === 0) return ''
  return entities === 1 ? '1 entity' : `${entities.toLocaleString('en')} entities`
}
