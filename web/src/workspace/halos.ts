/** Whose attention rests on which element; a row is the same object until somebody comes or goes. */
import type { PersonColour } from '@/ui/colours'
import type { Peer } from '@/workspace/presence'
import type { Typing } from '@/workspace/whereabouts'

/** Somebody has selected an element, or types in a line of it. */
export interface Halo {
  readonly client: number
  readonly name: string
  readonly colour: PersonColour
  /** The line that they type in, null when they only look. */
  readonly editing: Typing['part'] | null
}

const NONE: readonly Halo[] = []

export class Halos {
  readonly #rows = new Map<string, readonly Halo[]>()
  readonly #elements = new Map<number, ReadonlySet<string>>()

  of(element: string): readonly Halo[] {
    return this.#rows.get(element) ?? NONE
  }

  /** Take what a peer attends to now, in place of what it was; true when that is another. */
  take(peer: Peer): boolean {
    const { client, selection, editing } = peer
    const now = new Set(editing === null ? selection : [...selection, editing.element])
    const gone = [...(this.#elements.get(client) ?? [])].filter(element => !now.has(element))
    for (const element of gone) this.#drop(element, client)
    let isOther = gone.length > 0
    for (const element of now) isOther = this.#put(element, haloOf(peer, element)) || isOther
    if (now.size === 0) this.#elements.delete(client)
    else this.#elements.set(client, now)
    return isOther
  }

  /** Forget a peer; true when that changes anything. */
  forget(client: number): boolean {
    const elements = this.#elements.get(client)
    this.#elements.delete(client)
    for (const element of elements ?? []) this.#drop(element, client)
    return elements !== undefined
  }

  #put(element: string, halo: Halo): boolean {
    const row = this.of(element)
    const former = row.find(({ client }) => client === halo.client)
    if (former !== undefined && isSame(former, halo)) return false
    const others = row.filter(one => one !== former)
    const place = former === undefined ? row.length : row.indexOf(former)
    this.#rows.set(element, others.toSpliced(place, 0, halo))
    return true
  }

  #drop(element: string, client: number): void {
    const row = this.of(element).filter(halo => halo.client !== client)
    if (row.length === 0) this.#rows.delete(element)
    else this.#rows.set(element, row)
  }
}

function haloOf({ client, person, colour, editing }: Peer, element: string): Halo {
  const part = editing?.element === element ? editing.part : null
  return { client, name: person.name, colour, editing: part }
}

function isSame(one: Halo, other: Halo): boolean {
  return one.name === other.name && one.colour === other.colour && one.editing === other.editing
}
