/**
 * Who owns a journal: a lock that the browser gives up with the page, or, where there are none, a
 * lease that is renewed as long as the page lives.
 */
import { v4 } from 'uuid'
import type { Claim } from '@/journal/storage'

/** A row for each lease; `take` looks and writes in one transaction. */
export interface LeaseTable {
  /** Take or renew; false when another holder's lease has not run out. */
  take(journal: string, lease: Lease): Promise<boolean>
  release(journal: string, holder: string): Promise<void>
}

export interface Lease {
  readonly holder: string
  readonly until: number
}

/** A page in the background may be held up for a minute; only then is it taken for gone. */
const TERM = 90_000
const RENEWAL = 15_000

/** Own a journal by a lock of the browser's; null when another tab has it. */
export function locked(locks: LockManager, journal: string): Promise<Claim | null> {
  return new Promise((resolve, reject) => {
    const held = locks.request(`schemaos journal ${journal}`, { ifAvailable: true }, lock => {
      if (lock === null) {
        resolve(null)
        return
      }
      return new Promise<void>(letGo => {
        const release = async () => {
          letGo()
          await held.catch(() => undefined) // the browser has taken it already
        }
        resolve({ lost: NEVER, release })
      })
    })
    held.catch(reject)
  })
}

/** Own a journal by a lease; null when another tab has it. */
export async function leased(table: LeaseTable, journal: string): Promise<Claim | null> {
  const holder = v4()
  const take = () => table.take(journal, { holder, until: Date.now() + TERM })
  if (!(await take())) return null
  const { promise: lost, resolve: lose } = pledge()
  const renewal = setInterval(() => {
    take()
      .then(isOurs => {
        if (!isOurs) lose()
      })
      .catch(() => undefined) // the next renewal comes before the lease runs out
  }, RENEWAL)
  const stop = () => clearInterval(renewal)
  void lost.then(stop)
  return {
    lost,
    release: async () => {
      stop()
      await table.release(journal, holder).catch(() => undefined) // else it runs out
    }
  }
}

const NEVER = new Promise<void>(() => undefined)

/** Nobody else can know a journal whose id was drawn just now: also where nothing can be claimed. */
export const UNCLAIMED: Claim = { lost: NEVER, release: async () => undefined }

function pledge(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>(keep => {
    resolve = keep
  })
  return { promise, resolve }
}
