/** What is open in the outline of a model, kept on this device. */
import type { Element } from '@/model/graph'

/** The ids of what is not as it is at first. */
export type Turned = ReadonlySet<string>

/** At first contexts show what is in them, and nothing else does. */
export function isOpenIn(turned: Turned): (element: Element) => boolean {
  return ({ id, kind }) => (kind === 'context') !== turned.has(id)
}

export function turn(turned: Turned, id: string): Turned {
  const others = new Set(turned)
  if (!others.delete(id)) others.add(id)
  return others
}

export function keptTurned(model: string): Turned {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyFor(model)) ?? '[]')
    return new Set(Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : [])
  } catch {
    return new Set() // a browser that keeps nothing, or something else in its place
  }
}

export function keepTurned(model: string, turned: Turned): void {
  try {
    localStorage.setItem(keyFor(model), JSON.stringify([...turned].slice(-MOST_KEPT)))
  } catch {
    // then it is as at first when the model is opened again
  }
}

const MOST_KEPT = 2_000

function keyFor(model: string): string {
  return `schemaos outline ${model}`
}
