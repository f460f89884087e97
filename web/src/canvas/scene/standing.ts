/**
 * Which card shows an element, now and before a change: so that a change of anything, also of what
 * is gone, finds the cards and frames that look otherwise for it.
 */
import { isPart, type Lookup, roleOf } from '@/canvas/scene/roles'
import type { Element, Graph } from '@/model/graph'

export interface Affected {
  readonly cards: ReadonlySet<string>
  readonly frames: ReadonlySet<string>
}

/** Its contexts say how much it matters. */
const SUBDOMAIN = 'subdomain'

export class Standing {
  readonly #graph: Graph
  /** Everything that was shown when we last looked. */
  readonly #known = new Map<string, Element>()
  readonly #now: Lookup
  readonly #before: Lookup

  constructor(graph: Graph) {
    this.#graph = graph
    this.#now = id => graph.get(id)
    this.#before = id => this.#known.get(id)
  }

  /** The card that shows an element: itself, or the nearest that it stands in. */
  cardOf(id: string): string | undefined {
    return ownerOf(id, this.#now)?.card
  }

  /** Take up all that is shown; returns every card and frame. */
  takeAll(): Affected {
    const all = { cards: new Set<string>(), frames: new Set<string>() }
    for (const element of this.#graph.elements()) {
      this.#known.set(element.id, element)
      if (isPart(element.kind)) continue
      const role = roleOf(element, this.#now)
      if (role === 'card') all.cards.add(element.id)
      if (role === 'frame') all.frames.add(element.id)
    }
    return all
  }

  /** Take up a change; returns whose looks it may alter. */
  take(touched: Iterable<string>): Affected {
    const affected = { cards: new Set<string>(), frames: new Set<string>() }
    const work = this.#spread(touched)
    const owners = new Map([...work].map(id => [id, ownerOf(id, this.#before)]))
    for (const owner of owners.values()) mark(affected, owner)
    const renamed = new Set([...work].filter(id => this.#renew(id)))
    for (const id of work) {
      const owner = ownerOf(id, this.#now)
      mark(affected, owner)
      if (owner?.card !== owners.get(id)?.card) renamed.add(id)
    }
    for (const id of renamed) {
      for (const referrer of this.#graph.referrers(id)) {
        mark(affected, ownerOf(referrer.id, this.#now))
      }
    }
    return affected
  }

  /** What became another kind, appeared or moved may make something else of all that stands in it. */
  #spread(touched: Iterable<string>): ReadonlySet<string> {
    const work = new Set(touched)
    const passed = new Set<string>()
    const descend = (id: string) => {
      if (passed.has(id)) return
      passed.add(id)
      work.add(id)
      for (const child of this.#graph.children(id)) descend(child.id)
    }
    for (const id of touched) {
      const [before, now] = [this.#known.get(id), this.#graph.get(id)]
      if (before?.kind !== now?.kind || before?.parent !== now?.parent) descend(id)
    }
    return work
  }

  /** Know an element as it is now; tells whether those who name it have to say it otherwise. */
  #renew(id: string): boolean {
    const [before, now] = [this.#known.get(id), this.#graph.get(id)]
    if (now === undefined) this.#known.delete(id)
    else this.#known.set(id, now)
    if (now?.kind === SUBDOMAIN) return true
    return before?.name !== now?.name || before?.kind !== now?.kind
  }
}

interface Owner {
  readonly card?: string
  readonly frame?: string
}

function ownerOf(id: string, lookup: Lookup): Owner | undefined {
  for (let at = lookup(id); at !== undefined; ) {
    const role = roleOf(at, lookup)
    if (role === 'card') return { card: at.id }
    if (role === 'frame') return at.id === id ? { frame: id } : undefined
    at = at.parent === null ? undefined : lookup(at.parent)
  }
  return
}

function mark(
  affected: { readonly cards: Set<string>; readonly frames: Set<string> },
  owner: Owner | undefined
): void {
  if (owner?.card !== undefined) affected.cards.add(owner.card)
  if (owner?.frame !== undefined) affected.frames.add(owner.frame)
}
