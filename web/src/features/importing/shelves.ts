/** How a picture is shelved to be looked at: group by group, the most referred to first, not too many. */
import type { Picture, PicturedCard } from '@/api/http.gen'

export interface Shelf {
  readonly id: string
  /** Null for what stands in no group. */
  readonly name: string | null
  readonly cards: readonly PicturedCard[]
  /** How many are not among the cards. */
  readonly more: number
  readonly total: number
}

export interface Neighbours {
  readonly ids: ReadonlySet<string>
  /** Of those that it refers to. */
  readonly names: readonly string[]
}

const MOST_CARDS = 23
const MOST_SHELVES = 40

export function shelvesOf({ groups, cards, relations }: Picture): readonly Shelf[] {
  const touches = new Map<string, number>()
  for (const { source, target } of relations) {
    touches.set(source, (touches.get(source) ?? 0) + 1)
    touches.set(target, (touches.get(target) ?? 0) + 1)
  }
  const weight = ({ id, kind }: PicturedCard) =>
    (touches.get(id) ?? 0) + (kind === 'enum' ? -1000 : 0)
  const inGroup = (group: string | null) =>
    cards.filter(card => card.group === group).sort((one, other) => weight(other) - weight(one))
  const known = new Set(groups.map(({ id }) => id))
  const bare = cards.filter(({ group }) => group === null || !known.has(group))
  return [
    ...groups.map(({ id, name, cards: total }) => shelf(id, name, inGroup(id), total)),
    shelf(
      '',
      null,
      [...bare].sort((one, other) => weight(other) - weight(one)),
      bare.length
    )
  ]
    .filter(({ total }) => total > 0)
    .slice(0, MOST_SHELVES)
}

export function neighboursOf({ cards, relations }: Picture): ReadonlyMap<string, Neighbours> {
  const names = new Map(cards.map(({ id, name }) => [id, name]))
  const found = new Map<string, { ids: Set<string>; names: string[] }>()
  const at = (id: string) => {
    const known = found.get(id) ?? { ids: new Set<string>(), names: [] }
    found.set(id, known)
    return known
  }
  for (const { source, target } of relations) {
    at(source).ids.add(target)
    at(target).ids.add(source)
    at(source).names.push(names.get(target) ?? target)
  }
  return found
}

function shelf(
  id: string,
  name: string | null,
  cards: readonly PicturedCard[],
  total: number
): Shelf {
  const shown = total > MOST_CARDS + 1 ? cards.slice(0, MOST_CARDS) : cards
  return { id, name, cards: shown, more: total - shown.length, total }
}
