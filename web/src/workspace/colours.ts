/** The colours of people: eight of them, `--p1` to `--p8`. */

export type Colour = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const COLOURS: readonly Colour[] = [1, 2, 3, 4, 5, 6, 7, 8]

/**
 * A colour for each of some people, different ones as far as there are enough.
 *
 * Who has one in `given` keeps it; everybody else has the one that their id stands for, or the next
 * that nobody has.
 */
export function coloursOf(
  people: readonly string[],
  given: ReadonlyMap<string, Colour> = new Map()
): ReadonlyMap<string, Colour> {
  const colours = new Map<string, Colour>()
  for (const id of people) {
    const kept = given.get(id)
    if (kept !== undefined) colours.set(id, kept)
  }
  const comers = people.filter(id => !colours.has(id)).sort()
  for (const id of comers) colours.set(id, freeColour(id, new Set(colours.values())))
  return colours
}

/** The colour that somebody has where nobody else is near. */
export function colourOf(id: string): Colour {
  return COLOURS[placeOf(id)] ?? 1
}

function freeColour(id: string, taken: ReadonlySet<Colour>): Colour {
  const first = placeOf(id)
  const row = [...COLOURS.slice(first), ...COLOURS.slice(0, first)]
  return row.find(colour => !taken.has(colour)) ?? row[0] ?? 1
}

/** FNV-1a, folded: ids that begin alike are far apart. */
function placeOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  }
  return ((hash >>> 0) ^ (hash >>> 15)) & 7
}
