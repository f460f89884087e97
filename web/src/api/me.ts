/** Who is at this device; known without the server once it has been asked. */
import { ask, Unreachable } from '@/api/client'
import type { Me } from '@/api/http.gen'
import { remember, remembered } from '@/api/kept'

const KEPT = 'me'

/**
 * Ask who this is; who comes first is a guest, with an id that stays when they say their name.
 * Without an answer, who it was last. Rejects when that was never known.
 */
export async function whoIsHere(): Promise<Me> {
  try {
    return keep(await ask<Me>('/api/me', { method: 'POST' }))
  } catch (error) {
    const kept = remembered<Me>(KEPT)
    if (error instanceof Unreachable && kept !== null) return kept
    throw error
  }
}

/** Give this device's person a name, for what they change from now on. */
export async function nameMe(name: string): Promise<Me> {
  return keep(await ask<Me>('/api/me', { method: 'PUT', body: { name } }))
}

function keep(me: Me): Me {
  remember(KEPT, me)
  return me
}
