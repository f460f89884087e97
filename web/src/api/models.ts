/** The models of this server: listed, made, renamed, put away. */
import { ask, modelPath, Refusal } from '@/api/client'
import type { CreatedModel, Model, ModelChange, Models } from '@/api/http.gen'
import { remember, remembered } from '@/api/kept'
import { slugOf } from '@/api/slug'

const KEPT = 'models seen'
const MOST_KEPT = 200

/** Every model, archived ones too, the one that changed last first. */
export async function listModels(signal?: AbortSignal): Promise<readonly Model[]> {
  const models: Model[] = []
  let next: string | null = null
  do {
    const from: string = next === null ? '' : `&next=${encodeURIComponent(next)}`
    const page: Models = await ask<Models>(
      `/api/models?archived=true${from}`,
      signal === undefined ? {} : { signal }
    )
    models.push(...page.items)
    next = page.next
  } while (next !== null)
  models.sort((one, other) => changedAt(other).localeCompare(changedAt(one)))
  keep(models)
  return models
}

/** The models as this device saw them last. */
export function modelsSeen(): readonly Model[] {
  return remembered<readonly Model[]>(KEPT) ?? []
}

/** A model, which this device has seen from now on. */
export async function modelAt(slug: string, signal?: AbortSignal): Promise<Model> {
  const model = await ask<Model>(modelPath(slug), signal === undefined ? {} : { signal })
  keep([model, ...modelsSeen().filter(seen => seen.slug !== model.slug)])
  return model
}

/** Make a model that holds nothing but its name, at an address that is free. */
export async function createBlank(name: string): Promise<CreatedModel> {
  try {
    return await created({ name })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'slug-taken') throw error
    return created({ name, slug: await freeSlug(slugOf(name) || 'model') })
  }
}

export async function changeModel(slug: string, change: ModelChange): Promise<Model> {
  return ask<Model>(modelPath(slug), { method: 'PATCH', body: change })
}

/** The first of `shop`, `shop-2`, `shop-3`, ... that no model has. */
async function freeSlug(stem: string): Promise<string> {
  const taken = new Set((await listModels()).map(({ slug }) => slug))
  const short = stem.slice(0, 56)
  let slug = stem
  for (let place = 2; taken.has(slug); place += 1) slug = `${short}-${place}`
  return slug
}

function keep(models: readonly Model[]): void {
  remember(KEPT, models.slice(0, MOST_KEPT))
}

async function created(body: { readonly name: string; readonly slug?: string }) {
  return ask<CreatedModel>('/api/models', { method: 'POST', body })
}

function changedAt({ changed_at, created_at }: Model): string {
  return changed_at ?? created_at
}
