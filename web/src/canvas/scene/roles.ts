/** What an element is on the main canvas: a card of its own, a part of one, or nothing. */
import type { Element } from '@/model/graph'

/** `none` is not drawn, or drawn on a canvas of its own; what stands in a card belongs to it anyway. */
export type Role = 'frame' | 'card' | 'chip' | 'line' | 'value' | 'rule' | 'none'

export type Lookup = (id: string) => Element | undefined

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['context', 'frame'],
  ...named('card', [
    ...['subdomain', 'aggregate', 'entity', 'value', 'mixin', 'enum', 'type', 'union'],
    ...['actor', 'system', 'term', 'command', 'event', 'query', 'readModel', 'lifecycle'],
    ...['service', 'binding', 'capability', 'workflow']
  ]),
  ...named('line', ['field', 'serviceOperation']),
  ...named('rule', ['invariant', 'requirement']),
  ['enumValue', 'value']
])

/** Things of the top of the model that have another meaning, or none, inside boards and views. */
const AT_THE_TOP: ReadonlyMap<string, Role> = new Map([
  ['note', 'card'],
  ['area', 'frame']
])

const CHIPS: ReadonlySet<string> = new Set(['command', 'event'])

/** Tell whether a kind is only ever a part of a card. */
export function isPart(kind: string): boolean {
  const role = ROLES.get(kind)
  return role === 'line' || role === 'value' || role === 'rule'
}

/** How an element is drawn, by all that it stands in. */
export function roleOf(element: Element, lookup: Lookup): Role {
  const parent = element.parent === null ? undefined : lookup(element.parent)
  if (parent === undefined) return ROLES.get(element.kind) ?? AT_THE_TOP.get(element.kind) ?? 'none'
  return roleIn(parent.kind, roleOf(parent, lookup), element.kind)
}

/** How an element of a kind is drawn that stands in what is drawn so. */
export function roleIn(holder: string, holderRole: Role, kind: string): Role {
  if (holder === 'aggregate' && holderRole === 'card' && CHIPS.has(kind)) return 'chip'
  const role = ROLES.get(kind) ?? 'none'
  const isIn = holderRole === 'card' || (holderRole === 'frame' && role === 'card')
  return isIn && role !== 'frame' ? role : 'none'
}

function named(role: Role, kinds: readonly string[]): (readonly [string, Role])[] {
  return kinds.map(kind => [kind, role] as const)
}
