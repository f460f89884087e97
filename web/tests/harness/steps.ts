/** Steps as tests write them. */
import { randomUUID } from 'node:crypto'
import type { Json } from '@/model/change'
import type { Step } from '@/model/edits'

export type Creation = Step & { readonly step: 'create' }

/** Make an element of a kind under a name. */
export function create(kind: string, name: string, more: Record<string, Json> = {}): Creation {
  return { step: 'create', element: randomUUID(), registers: { kind, name, ...more } }
}

/** Make a field of an entity. */
export function field(parent: string, name: string, more: Record<string, Json> = {}): Creation {
  return create('field', name, { parent, type: { to: 'int' }, ...more })
}

export function set(element: string, attribute: string, value: Json): Step {
  return { step: 'set', element, attribute, value }
}

export function rename(element: string, name: string): Step {
  return set(element, 'name', name)
}

export function move(element: string, parent: string, order = 'a1'): Step {
  return { step: 'move', element, parent, order }
}

export function remove(element: string): Step {
  return { step: 'remove', element }
}

export function restore(element: string): Step {
  return { step: 'restore', element }
}

export function text(element: string, words: string): Step {
  return { step: 'text', element, text: words }
}
