/** Addresses of the server. */

export interface Joining {
  readonly journal: string
  /** Ask the server to pass frames on when another process owns the room. */
  readonly stays: boolean
}

/** Return the address of a room's socket for a client that speaks gestures. */
export function syncAddress(server: string, model: string, { journal, stays }: Joining): string {
  const url = new URL(`/api/sync/${encodeURIComponent(model)}`, server)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.searchParams.set('ext', '1')
  url.searchParams.set('journal', journal)
  if (stays) url.searchParams.set('stay', '1')
  return url.href
}
