/** The commits of a model, one line each, newest first. */
import { ask, modelPath } from '@/api/client'
import type { CommitHeaders } from '@/api/http.gen'

/** A page of commits; layout is a gesture like any other. */
export async function commitPage(
  model: string,
  next: string | null,
  signal: AbortSignal
): Promise<CommitHeaders> {
  const from = next === null ? '' : `&next=${encodeURIComponent(next)}`
  const path = modelPath(model, `/commits?operations=false&layout=true&limit=50${from}`)
  return await ask<CommitHeaders>(path, { signal })
}
