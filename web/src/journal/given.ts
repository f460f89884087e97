/** What a register was given, and whether it holds that still. */

import { isSame, type Value } from '@/model/change'

/**
 * Tell whether a register holds what it was given.
 *
 * A mere name, `{"name": "Author"}`, is the id of what it names once the server has bound it: nobody
 * meant anything else by it.
 */
export function isStill(now: Value, given: Value): boolean {
  if (isSame(now, given)) return true
  if (typeof given !== 'object' || given === null) return false
  if (typeof now === 'string') return isMereName(given)
  if (typeof now !== 'object' || now === null) return false
  const [held, wanted] = [Object.entries(now), new Map(Object.entries(given))]
  return (
    Array.isArray(now) === Array.isArray(given) &&
    held.length === wanted.size &&
    held.every(([key, value]) => wanted.has(key) && isStill(value, wanted.get(key)))
  )
}

function isMereName(value: object): boolean {
  return 'name' in value && typeof value.name === 'string' && Object.keys(value).length === 1
}
