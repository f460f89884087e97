/** Storage that goes with the page: for browsers that allow none, and for tests. */
import type { Entry, Scope } from '@/journal/entry'
import type { Cached, Claim, Storage, Write } from '@/journal/storage'

interface Shelf {
  readonly journals: Map<string, Map<number, Entry>>
  readonly notes: Map<string, unknown>
  cached: Cached | null
}

/** Make a storage of which this page knows alone. */
export function memoryStorage(): Storage {
  const shelves = new Map<string, Shelf>()
  const claimed = new Set<string>()
  const shelfOf = (scope: Scope) => {
    const key = JSON.stringify([scope.server, scope.model, scope.user])
    const shelf = shelves.get(key) ?? { journals: new Map(), notes: new Map(), cached: null }
    shelves.set(key, shelf)
    return shelf
  }
  return {
    isDurable: false,
    commit: async (scope, writes) => {
      for (const write of writes) put(shelfOf(scope), write)
    },
    journals: async scope => [...shelfOf(scope).journals.keys()],
    entries: async (scope, journal) => {
      const rows = [...(shelfOf(scope).journals.get(journal)?.values() ?? [])]
      return rows.sort((one, other) => one.place - other.place)
    },
    cached: async scope => shelfOf(scope).cached,
    note: async (scope, name) => shelfOf(scope).notes.get(name),
    claim: async journal => claim(claimed, journal),
    close: async () => undefined
  }
}

function claim(claimed: Set<string>, journal: string): Claim | null {
  if (claimed.has(journal)) return null
  claimed.add(journal)
  return {
    lost: new Promise(() => undefined),
    release: async () => {
      claimed.delete(journal)
    }
  }
}

function put(shelf: Shelf, write: Write): void {
  switch (write.write) {
    case 'keep': {
      const rows = shelf.journals.get(write.journal) ?? new Map<number, Entry>()
      shelf.journals.set(write.journal, rows.set(write.entry.place, write.entry))
      break
    }
    case 'drop': {
      const rows = shelf.journals.get(write.journal)
      rows?.delete(write.place)
      if (rows?.size === 0) shelf.journals.delete(write.journal)
      break
    }
    case 'append':
      if (shelf.cached?.epoch === write.epoch) {
        shelf.cached = { epoch: write.epoch, updates: [...shelf.cached.updates, write.update] }
      }
      break
    case 'begin':
      shelf.cached = { epoch: write.epoch, updates: [write.update] }
      break
    case 'forget':
      shelf.cached = null
      break
    case 'note':
      shelf.notes.set(write.name, write.value)
      break
  }
}
