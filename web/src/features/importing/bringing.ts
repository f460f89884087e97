/** Bringing in what was looked at, so that doing it twice does it once. */
import { Refusal, Unreachable } from '@/api/client'
import type { Import, ImportText } from '@/api/http.gen'
import { applyImport, createFrom, type Waiting } from '@/api/imports'
import { modelAt } from '@/api/models'

export interface Wanted {
  readonly name: string
  readonly slug: string
}

/**
 * Make the model; returns its slug.
 *
 * An answer that was lost may have been a yes: when it is tried again, a model of that address which
 * came into being since is the one that was made.
 */
export async function bringAsNew(
  text: ImportText,
  wanted: Wanted,
  { waiting, triedAt }: { readonly waiting: Waiting; readonly triedAt: number | null }
): Promise<string> {
  try {
    return (await createFrom(text, wanted, waiting)).slug
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === 'slug-taken'
    if (isTaken && triedAt !== null && (await cameSince(wanted.slug, triedAt))) return wanted.slug
    throw error
  }
}

/** Apply the change; returns the slug of the model. */
export async function bringInto(change: Import): Promise<string> {
  return (await applyImport(change)).model
}

export function isCut(error: unknown): boolean {
  return error instanceof Unreachable
}

/** The server's clock may be a little behind or ahead of this one. */
const APART_MS = 60_000

async function cameSince(slug: string, moment: number): Promise<boolean> {
  const { created_at } = await modelAt(slug)
  return new Date(created_at).getTime() >= moment - APART_MS
}
