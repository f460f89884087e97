/** The person at this device, as the pages know them. */
import { useCallback, useEffect, useState } from 'react'
import type { Me } from '@/api/http.gen'
import { whoIsHere } from '@/api/me'

/** Null until it is known; and what to call with a new name. */
export function useMe(): readonly [Me | null, (me: Me) => void] {
  const [me, setMe] = useState<Me | null>(null)
  useEffect(() => {
    let isGone = false
    whoIsHere().then(
      known => {
        if (!isGone) setMe(known)
      },
      () => undefined // the page says itself that the server does not answer
    )
    return () => {
      isGone = true
    }
  }, [])
  return [me, useCallback((named: Me) => setMe(named), [])]
}
