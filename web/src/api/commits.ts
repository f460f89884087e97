/** The commits of a model, one line each, newest first. */
import { ask, modelPath } from '@/api/client'
import type { CommitHeaders } from '@/api/http.gen'

const PAGE = 50
const PAGE_OF_ELEMENT = 30

/** A page of commits; layout is a gesture like any other. */
export async function commitPage(
  model: string,
  next: string | null,
  signal: AbortSignal
): Promise<CommitHeaders> {
  return await asked(model, { layout: 'true', limit: String(PAGE) }, next, signal)
}

/** A page of the commits that touched an element, other than by moving its card. */
export async function elementCommitPage(
  model: string,
  element: string,
  next: string | null,
  signal: AbortSignal
): Promise<CommitHeaders> {
  return await asked(model, { element, limit: String(PAGE_OF_ELEMENT) }, next, signal)
}

async function asked(
  model: string,
  filters: Readonly<Record<string, string>>,
  next: string | null,
  signal: AbortSignal
): Promise<CommitHeaders> {
  const query = new URLSearchParams({ operations: 'false', ...filters })
  if (next !== null) query.set('next', next)
  return await ask<CommitHeaders>(modelPath(model, `/commits?${query}`), { signal })
}
