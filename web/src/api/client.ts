/** Asking the server over HTTP: JSON in and out, and a refusal as an error with its own words. */

/** What the server refused, in the words of RFC 9457. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    /** The last word of its type: `slug-taken`. */
    readonly code: string,
    /** Subject, fact and remedy, for the person. */
    detail: string,
    readonly attribute: string | null
  ) {
    super(detail)
  }
}

/** The server could not be reached, or did not answer in a way that can be read. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'

  constructor() {
    super('the server does not answer; what you do here is kept, try again in a moment')
  }
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Ask for a path of this server; rejects with a Refusal, or Unreachable. */
export async function ask<Shape>(path: string, asking: Asking = {}): Promise<Shape> {
  const { method = 'GET', body, signal } = asking
  const answer = await fetch(path, {
    method,
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new Unreachable()
  })
  if (!answer.ok) throw await refusalOf(answer)
  return (await answer.json()) as Shape
}

/** `model` in a path: `/api/models/web%20shop`. */
export function modelPath(model: string, rest = ''): string {
  return `/api/models/${encodeURIComponent(model)}${rest}`
}

interface Told {
  readonly type?: string
  readonly detail?: string
  readonly attribute?: string | null
}

async function refusalOf(answer: Response): Promise<Error> {
  const told = (await answer.json().catch(() => null)) as Told | null
  if (told?.detail === undefined) return new Unreachable()
  const code = told.type?.split(/[/:]/).at(-1) ?? ''
  return new Refusal(answer.status, code, told.detail, told.attribute ?? null)
}
