/**
 * The way of writes to storage: in order, together when they come together, and never in vain unnoticed.
 *
 * When storage fails, the cached document is given up first, for it can be fetched again; then the
 * journal is written once more. As long as that fails too, nothing here is durable, and it says so.
 */
import type { Scope } from '@/journal/entry'
import type { Storage, Write } from '@/journal/storage'

/** Returns what must be written to have everything there again. */
export type Whole = () => readonly Write[]

export class Mirror {
  readonly #storage: Storage
  readonly #scope: Scope
  readonly #whole: Whole
  #waiting: Write[] = []
  /** What failed, and is said by nothing that is here: that something left, and notes. */
  #owed: readonly Write[] = []
  #next: Promise<void> | null = null
  #last: Promise<void> = Promise.resolve()
  #isWhole = true
  #isCaching = true

  constructor(storage: Storage, scope: Scope, whole: Whole) {
    this.#storage = storage
    this.#scope = scope
    this.#whole = whole
  }

  /** Whether all that was written would outlive the page. */
  get isDurable(): boolean {
    return this.#isWhole && this.#storage.isDurable
  }

  /** Write, whole or not at all; resolves when it is done or known to have failed. */
  write(writes: readonly Write[]): Promise<void> {
    this.#waiting.push(...writes)
    if (this.#next === null) {
      this.#next = this.#last.then(() => this.#run())
      this.#last = this.#next
    }
    return this.#next
  }

  async #run(): Promise<void> {
    this.#next = null
    const batch = newest(this.#waiting)
    this.#waiting = []
    if (this.#isWhole && (await this.#commit(batch))) return
    this.#isCaching = false
    const all = newest([{ write: 'forget' }, ...this.#whole(), ...this.#owed, ...batch])
    this.#isWhole = await this.#commit(all)
    this.#owed = this.#isWhole ? [] : all.filter(isNews)
  }

  async #commit(writes: readonly Write[]): Promise<boolean> {
    const kept = this.#isCaching ? writes : writes.filter(write => !isOfCache(write))
    try {
      await this.#storage.commit(this.#scope, kept)
      return true
    } catch {
      return false // whatever the reason: quota, forbidden, closed by the browser; `isDurable` says it
    }
  }
}

function isNews({ write }: Write): boolean {
  return write === 'drop' || write === 'note'
}

function isOfCache({ write }: Write): boolean {
  return write === 'append' || write === 'begin'
}

/** Of what is noted under one name only the last is worth writing. */
function newest(writes: readonly Write[]): readonly Write[] {
  const last = new Map<string, Write>()
  for (const write of writes) if (write.write === 'note') last.set(write.name, write)
  return writes.filter(write => write.write !== 'note' || last.get(write.name) === write)
}
