/** What hangs together by edges, and parts of it that are small enough to be laid out at once. */

/** Numbers of things, and of which things are linked. */
export interface Links {
  readonly size: number
  readonly edges: readonly (readonly [number, number])[]
}

/** Groups of numbers that hang together; both groups and members in rising order. */
export function components(links: Links): readonly (readonly number[])[] {
  const near = neighbours(links)
  const seen = new Set<number>()
  const found: (readonly number[])[] = []
  for (let first = 0; first < links.size; first += 1) {
    if (seen.has(first)) continue
    const members = reached(first, near, seen, Number.POSITIVE_INFINITY)
    found.push(members.toSorted((one, other) => one - other))
  }
  return found
}

/** Parts of at most so many members, each grown from the one with the most links that is left. */
export function parts(links: Links, most: number): readonly (readonly number[])[] {
  if (links.size <= most) return [Array.from({ length: links.size }, (_, nth) => nth)]
  const near = neighbours(links)
  const seen = new Set<number>()
  const found: number[][] = []
  const byLinks = Array.from(near.keys()).sort(
    (one, other) => (near[other]?.length ?? 0) - (near[one]?.length ?? 0) || one - other
  )
  for (const first of byLinks) {
    if (seen.has(first)) continue
    const members = reached(first, near, seen, most)
    const smaller = members.length < most / 8 ? adjacent(members, found, near, most) : undefined
    if (smaller === undefined) found.push(members)
    else smaller.push(...members)
  }
  return found.map(members => members.sort((one, other) => one - other))
}

/** The part that scraps have the most links to, if it has room for them. */
function adjacent(
  scraps: readonly number[],
  found: readonly number[][],
  near: readonly (readonly number[])[],
  most: number
): number[] | undefined {
  const linked = new Set(scraps.flatMap(member => near[member] ?? []))
  let best: number[] | undefined
  let links = 0
  for (const part of found) {
    const count = part.filter(member => linked.has(member)).length
    if (count <= links || part.length + scraps.length > most * 1.25) continue
    best = part
    links = count
  }
  return best
}

/** What each is linked to. */
export function neighbours({ size, edges }: Links): readonly (readonly number[])[] {
  const near: number[][] = Array.from({ length: size }, () => [])
  for (const [from, to] of edges) {
    near[from]?.push(to)
    near[to]?.push(from)
  }
  return near
}

/** Everything that is linked to one, the nearest first, until there are so many. */
function reached(
  first: number,
  near: readonly (readonly number[])[],
  seen: Set<number>,
  most: number
): number[] {
  const members = [first]
  seen.add(first)
  for (const member of members) {
    for (const next of near[member] ?? []) {
      if (seen.has(next) || members.length >= most) continue
      seen.add(next)
      members.push(next)
    }
  }
  return members
}
