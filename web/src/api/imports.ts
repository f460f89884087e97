/** Texts on their way into a model: looked at first, then brought in. */
import { ask, modelPath } from '@/api/client'
import type { CreatedModel, Import, ImportPreview, ImportText, Task } from '@/api/http.gen'
import { finished, type Watcher } from '@/api/tasks'

export interface Waiting {
  readonly watch: Watcher
  readonly signal: AbortSignal
}

/** What a text would bring in as a model of its own; nothing is kept of it. */
export async function previewImport(
  text: ImportText,
  { watch, signal }: Waiting
): Promise<ImportPreview> {
  const answer = await ask<ImportPreview | Task>('/api/models', {
    method: 'POST',
    body: { import: text, preview: true },
    signal
  })
  return finished(answer, watch, signal)
}

/** Make a model of a text. */
export async function createFrom(
  text: ImportText,
  { name, slug }: { readonly name: string; readonly slug: string },
  { watch, signal }: Waiting
): Promise<CreatedModel> {
  const answer = await ask<CreatedModel | Task>('/api/models', {
    method: 'POST',
    body: { name, slug, import: text },
    signal
  })
  return finished(answer, watch, signal)
}

/** What a text would change in a model; applied by its id. */
export async function proposeImport(
  model: string,
  text: ImportText,
  { watch, signal }: Waiting
): Promise<Import> {
  const answer = await ask<Import | Task>(modelPath(model, '/imports'), {
    method: 'POST',
    body: text,
    signal
  })
  return finished(answer, watch, signal)
}

/** Bring in what was looked at; doing it again does nothing more. */
export async function applyImport({ model, id }: Import): Promise<Import> {
  return ask<Import>(modelPath(model, `/imports/${id}/apply`), { method: 'POST' })
}
