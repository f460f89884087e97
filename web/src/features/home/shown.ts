/** Which models the list shows. */
import type { Model } from '@/api/http.gen'

export interface Showing {
  readonly filter: string
  readonly withArchived: boolean
}

export function shownOf(
  models: readonly Model[],
  { filter, withArchived }: Showing
): readonly Model[] {
  const words = plain(filter).split(/\s+/u).filter(Boolean)
  return models.filter(({ archived, name, slug }) => {
    if (archived && !withArchived) return false
    const known = `${plain(name)} ${slug}`
    return words.every(word => known.includes(word))
  })
}

/** Without case and accents, so that `uber` finds `Über`. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLocaleLowerCase()
}
