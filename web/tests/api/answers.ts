/** A server in a few lines: what `fetch` answers, and what it was asked. */
import { vi } from 'vitest'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

type Reply = { readonly status: number; readonly body: unknown } | 'nothing'

/** Answer each request by `reply`; `nothing` is a connection that is cut. */
export function answering(reply: (asked: Asked) => Reply): Asked[] {
  const heard: Asked[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null
    const asked = { method: init.method ?? 'GET', path, body }
    heard.push(asked)
    const said = reply(asked)
    if (said === 'nothing') return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(Response.json(said.body, { status: said.status }))
  })
  return heard
}

export function refusing(status: number, code: string, detail: string): Reply {
  return { status, body: { type: `urn:schemaos:problem:${code}`, title: '', status, detail } }
}
