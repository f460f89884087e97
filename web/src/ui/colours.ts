/** The colours of people: the same on every screen, and no two present the same while there are enough. */

export type PersonColour = 'p1' | 'p2' | 'p3' | 'p4' | 'p5' | 'p6' | 'p7' | 'p8'

const COLOURS: readonly PersonColour[] = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']

/** The colour of each of these people; whoever is asked about the same people gives the same. */
export function coloursOf(ids: Iterable<string>): ReadonlyMap<string, PersonColour> {
  const given = new Map<string, PersonColour>()
  const taken = new Set<number>()
  for (const id of [...new Set(ids)].sort()) {
    if (taken.size === COLOURS.length) taken.clear()
    let place = placeOf(id)
    while (taken.has(place)) place = (place + 1) % COLOURS.length
    taken.add(place)
    given.set(id, COLOURS[place] ?? 'p1')
  }
  return given
}

/** The colour of a person among those who are there. */
export function colourOf(id: string, among: Iterable<string> = []): PersonColour {
  return coloursOf([...among, id]).get(id) ?? 'p1'
}

/** FNV-1a: spreads ids that differ in one letter. */
function placeOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % COLOURS.length
}
