/** What the rules find in a model now. */
import { ask, modelPath } from '@/api/client'
import type { Finding, Findings } from '@/api/http.gen'

/** All findings, gravest first. */
export async function findingsOf(model: string, signal: AbortSignal): Promise<readonly Finding[]> {
  const found = await ask<Findings>(modelPath(model, '/findings'), { signal })
  return found.items
}
