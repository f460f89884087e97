/** How each kind looks: one word for its colours and glyph, and what people call it. */
import type { GlyphName } from '@/kinds/glyphs'

/** The colours of `tokens.css` that a kind has: `--event-bg`, `-line` and `-ink`. */
export type Tint =
  | 'actor'
  | 'aggregate'
  | 'command'
  | 'context'
  | 'entity'
  | 'enum'
  | 'event'
  | 'hotspot'
  | 'policy'
  | 'read'
  | 'rule'
  | 'system'
  | 'type'
  | 'value'

export interface Look {
  readonly tint: Tint
  readonly glyph: GlyphName
  /** On cards and in lists, in lower case: `read model`. */
  readonly title: string
}

const LOOKS: Readonly<Record<string, Look>> = {
  context: look('context'),
  contextRelation: { tint: 'rule', glyph: 'relation', title: 'context relation' },
  subdomain: look('context', 'subdomain'),
  aggregate: look('aggregate'),
  entity: look('entity'),
  value: look('value'),
  mixin: look('value', 'mixin'),
  field: { tint: 'rule', glyph: 'field', title: 'field' },
  enum: look('enum'),
  enumValue: { tint: 'rule', glyph: 'field', title: 'enum value' },
  type: look('type'),
  union: look('type', 'union'),
  command: look('command'),
  event: look('event'),
  query: look('read', 'query'),
  readModel: look('read', 'read model'),
  actor: look('actor'),
  system: look('system'),
  binding: look('system', 'binding'),
  service: look('system', 'service'),
  capability: look('system', 'capability'),
  workflow: { tint: 'policy', glyph: 'workflow', title: 'workflow' },
  invariant: look('rule', 'rule'),
  lifecycle: { tint: 'rule', glyph: 'life', title: 'lifecycle' },
  sticky: look('hotspot', 'sticky')
}

const QUIET = look('rule')

/** How a kind looks; one that has no face of its own looks quiet, under its own name. */
export function lookOf(kind: string): Look {
  return LOOKS[kind] ?? { ...QUIET, title: wordsOf(kind) }
}

function look(name: Tint, title: string = name): Look {
  return { tint: name, glyph: name, title }
}

/** `enumValue` -> `enum value`. */
function wordsOf(kind: string): string {
  return kind.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}
