/** The text that is being brought in: kept on this device until it is in, whatever happens to the page. */
import { type IDBPDatabase, openDB } from 'idb'
import { tabName } from '@/workspace/tab'

export interface Draft {
  readonly text: string
  readonly fileName: string | null
  /** It was read once, so it is read again when the page comes back. */
  readonly wasRead: boolean
}

interface Row extends Draft {
  readonly keptAt: number
}

const STORE = 'drafts'
const FORGOTTEN_AFTER_MS = 7 * 24 * 60 * 60 * 1000

/** What this tab kept; null when there is nothing, or the browser keeps nothing. */
export async function keptDraft(): Promise<Draft | null> {
  return (await within<Row | undefined>(database => database.get(STORE, tabName()))) ?? null
}

export async function keepDraft(draft: Draft): Promise<void> {
  const row: Row = { ...draft, keptAt: Date.now() }
  await within(database => database.put(STORE, row, tabName()))
}

/** Forget what is in, and what other tabs left behind long ago. */
export async function dropDraft(): Promise<void> {
  await within(async database => {
    await database.delete(STORE, tabName())
    for (const key of await database.getAllKeys(STORE)) {
      const row: Row | undefined = await database.get(STORE, key)
      if (row !== undefined && row.keptAt < Date.now() - FORGOTTEN_AFTER_MS) {
        await database.delete(STORE, key)
      }
    }
  })
}

async function within<Result>(
  work: (database: IDBPDatabase) => Promise<Result>
): Promise<Result | null> {
  try {
    const database = await openDB('schemaos import', 1, {
      upgrade: fresh => {
        fresh.createObjectStore(STORE)
      }
    })
    return await work(database).finally(() => database.close())
  } catch {
    return null // nothing can be kept here: the text is on the page as long as the page is
  }
}
