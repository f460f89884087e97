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
    const members = [...grown(first, near, seen).keys()]
    found.push(members.sort((one, other) => one - other))
  }
  return found
}

/** Parts of at most so many members, cut off a tree over all from its leaves on. */
export function parts(links: Links, most: number): readonly (readonly number[])[] {
  const near = neighbours(links)
  const roots = Array.from(near.keys()).sort(
    (one, other) => (near[other]?.length ?? 0) - (near[one]?.length ?? 0) || one - other
  )
  const found: (readonly number[])[] = []
  const seen = new Set<number>()
  for (const root of roots) if (!seen.has(root)) found.push(...cut(grown(root, near, seen), most))
  return found.map(members => members.toSorted((one, other) => one - other))
}

/** A tree: its members from the root on, and what each grew from. */
type Tree = ReadonlyMap<number, number>

function grown(root: number, near: readonly (readonly number[])[], seen: Set<number>): Tree {
  const tree = new Map([[root, root]])
  seen.add(root)
  for (const member of tree.keys()) {
    for (const next of near[member] ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      tree.set(next, member)
    }
  }
  return tree
}

/** Branches go together as long as there are not too many; half of that is a part of its own. */
function cut(tree: Tree, most: number): readonly (readonly number[])[] {
  const found: (readonly number[])[] = []
  const branches = new Map<number, readonly number[]>()
  for (const [member, parent] of [...tree].reverse()) {
    const branch = [...(branches.get(member) ?? []), member]
    const beside = branches.get(parent) ?? []
    if (parent === member || branch.length > most / 2) found.push(branch)
    else if (branch.length + beside.length < most) branches.set(parent, [...beside, ...branch])
    else {
      found.push(beside)
      branches.set(parent, branch)
    }
  }
  return found
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
