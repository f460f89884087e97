/** The entries of a journal in the order of their places, however many there are. */
import type { Entry } from '@/journal/entry'

export class Row {
  readonly #entries: Entry[]
  readonly #byId = new Map<string, Entry>()
  #nextPlace: number

  constructor(entries: readonly Entry[]) {
    this.#entries = [...entries]
    for (const entry of entries) this.#byId.set(entry.gesture.editId, entry)
    this.#nextPlace = (entries.at(-1)?.place ?? 0) + 1
  }

  /** As they stand now: the same array, whatever comes and goes. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** Greater than every place that was ever taken here. */
  get nextPlace(): number {
    return this.#nextPlace
  }

  find(editId: string): Entry | undefined {
    return this.#byId.get(editId)
  }

  /** Put an entry at the end; its place is not before `nextPlace`. */
  add(entry: Entry): void {
    this.#entries.push(entry)
    this.#byId.set(entry.gesture.editId, entry)
    this.#nextPlace = entry.place + 1
  }

  /** Put an entry in the place of its former self. */
  replace(entry: Entry): void {
    const at = indexOf(this.#entries, entry.place)
    if (this.#entries[at]?.place !== entry.place) return
    this.#entries[at] = entry
    this.#byId.set(entry.gesture.editId, entry)
  }

  remove({ place, gesture }: Entry): void {
    const at = indexOf(this.#entries, place)
    if (this.#entries[at]?.place !== place) return
    this.#entries.splice(at, 1)
    this.#byId.delete(gesture.editId)
  }
}

/** Return the entries after a place. */
export function after(entries: readonly Entry[], place: number): readonly Entry[] {
  return entries.slice(indexOf(entries, place + 1))
}

/** The index of the first entry that does not stand before a place. */
function indexOf(entries: readonly Entry[], place: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.place ?? place) < place) low = middle + 1
    else high = middle
  }
  return low
}
