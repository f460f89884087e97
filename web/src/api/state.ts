/** The document of a room, whole, over HTTP: compressed, and the browser keeps it by its ETag. */

export interface State {
  readonly epoch: number
  readonly update: Uint8Array
}

/** Returns the document as everybody has it now; null when it is not to be had. */
export type Whole = () => Promise<State | null>

/** Make what asks the server for the document of a model; it rejects when that cannot be reached. */
export function whole(server: string, model: string): Whole {
  return async () => {
    const answer = await fetch(new URL(`/api/models/${encodeURIComponent(model)}/state`, server))
    const epoch = Number(answer.headers.get('schemaos-epoch') ?? 0)
    if (!answer.ok || epoch === 0) return null
    return { epoch, update: new Uint8Array(await answer.arrayBuffer()) }
  }
}
