/** Who is at this device; asked for until somebody answers. */
import { useCallback, useEffect, useState } from 'react'
import type { Me } from '@/api/http.gen'
import { whoIsHere } from '@/api/me'

interface SignedIn {
  readonly me: Me | null
  /** Nobody has answered yet, though it was asked. */
  readonly isUnreachable: boolean
  readonly rename: (me: Me) => void
  /** Ask again: somebody took another name in another tab. */
  readonly refresh: () => void
}

const PAUSE = 3000

export function useSignedIn(): SignedIn {
  const [me, rename] = useState<Me | null>(null)
  const [failures, setFailures] = useState(0)
  useEffect(() => {
    let isGone = false
    const ask = () => {
      whoIsHere().then(
        known => {
          if (!isGone) rename(known)
        },
        () => {
          if (!isGone) setFailures(failures + 1)
        }
      )
    }
    const timer = setTimeout(ask, failures === 0 ? 0 : PAUSE)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [failures])
  const refresh = useCallback(() => {
    whoIsHere().then(
      known => rename(former => (isSame(former, known) ? former : known)),
      () => undefined
    )
  }, [])
  useReturning(refresh)
  return { me, isUnreachable: failures > 0, rename, refresh }
}

/** Call when the person comes back to this tab. */
function useReturning(back: () => void): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) back()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [back])
}

function isSame(one: Me | null, other: Me): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
