/** How elements, kinds and counts are called in captions and refusals: in plain words, safe to show. */
import type { Element, Graph } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'

/** More of a name than this does not fit into a sentence. */
const LONGEST_SHOWN = 60
const TAIL = 16

/** A name on one line: nothing invisible that turns text around, nothing endless. */
export function shown(text: string): string {
  const visible = [...text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')]
  if (visible.length <= LONGEST_SHOWN) return visible.join('')
  const head = visible.slice(0, LONGEST_SHOWN - TAIL - 1)
  return `${head.join('')}…${visible.slice(-TAIL).join('')}`
}

/** An element by its name, or by its kind where it has none: `Order`, `a field`. */
export function called(element: Element): string {
  return element.name.trim() === '' ? withArticle(titleOf(element.kind)) : shown(element.name)
}

/** `total of Order`. */
export function fullName(graph: Graph, element: Element): string {
  const parent = element.parent === null ? undefined : graph.get(element.parent)
  return parent === undefined ? called(element) : `${called(element)} of ${called(parent)}`
}

/** What people call a kind: `enumValue` is an enum value. */
export function titleOf(kind: string): string {
  return shapeOf(kind)?.title.toLowerCase() ?? 'element'
}

export function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

/** `1 field`, `3 fields`, `2 entities`. */
export function counted(noun: string, count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural(noun)}`
}

export function plural(noun: string): string {
  if (/[^aeo]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`
  return `${noun}${/(?:s|x|ch)$/i.test(noun) ? 'es' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`
}

/** Several elements as one thing: `Order`, `3 fields`, `2 entities and 1 enum`. */
export function censusOf(elements: readonly Element[]): string {
  const [first, second] = elements
  return first !== undefined && second === undefined ? called(first) : listed(countsOf(elements))
}

/** Elements by number and kind: `2 entities`, `1 enum`; many kinds are one number. */
export function countsOf(elements: readonly Element[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { kind } of elements) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (counts.size > MOST_KINDS) return [counted('element', elements.length)]
  return [...counts].map(([kind, count]) => counted(titleOf(kind), count))
}

const MOST_KINDS = 3

export function capital(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`
}
