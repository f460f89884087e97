/** Editors in the place of what they edit; they come after the first picture, with the hands. */
import type { Editing } from '@/workspace/screen'

/** They are there before anybody can ask for one: who begins to type must not wait, or keys are lost. */
let editors: typeof import('@/canvas/editing/editors') | undefined

export async function bringEditors(): Promise<void> {
  editors ??= await import('@/canvas/editing/editors')
}

interface TypedNameProps {
  readonly editing: Extract<Editing, { readonly part: 'name' | 'new card' }>
}

export function TypedName({ editing }: TypedNameProps) {
  return editors && <editors.NameEditor editing={editing} />
}

interface TypedLineProps {
  readonly editing: Extract<Editing, { readonly part: 'line' | 'new line' }>
}

export function TypedLine({ editing }: TypedLineProps) {
  return editors && <editors.LineEditor editing={editing} />
}
