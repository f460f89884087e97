/** The tools of the canvas, with their keys: one letter, one tool. */

import type { IconName } from '@/ui/icons'
import type { Tool } from '@/workspace/screen'

export interface ToolEntry {
  readonly title: string
  readonly key: string
  readonly tool: Tool
  /** What is drawn for it: an icon, or the glyph of a kind. */
  readonly face: { readonly icon: IconName } | { readonly kind: string }
  /** It changes the model. */
  readonly edits: boolean
}

const making = (title: string, key: string, kind: string): ToolEntry => ({
  title,
  key,
  tool: { tool: 'create', kind },
  face: { kind },
  edits: true
})

const SELECT: ToolEntry = {
  title: 'Select',
  key: 'V',
  tool: { tool: 'select' },
  face: { icon: 'cursor' },
  edits: false
}

/** In groups, as they stand in the toolbar. */
export const TOOLS: readonly (readonly ToolEntry[])[] = [
  [
    SELECT,
    { title: 'Hand', key: 'H', tool: { tool: 'hand' }, face: { icon: 'hand' }, edits: false }
  ],
  [
    making('Entity', 'E', 'entity'),
    making('Value', 'U', 'value'),
    making('Enum', 'Q', 'enum'),
    making('Event', 'O', 'event'),
    making('Command', 'M', 'command'),
    { title: 'Relation', key: 'R', tool: { tool: 'relation' }, face: { icon: 'rel' }, edits: true }
  ],
  [{ ...making('Frame', 'F', 'context'), face: { icon: 'frame' } }]
]

export function toolOf(key: string): ToolEntry | undefined {
  const letter = key.toUpperCase()
  const asked = letter === 'A' ? 'R' : letter
  return TOOLS.flat().find(entry => entry.key === asked)
}

export function isSameTool(one: Tool, other: Tool): boolean {
  if (one.tool !== other.tool) return false
  return one.tool !== 'create' || (other.tool === 'create' && one.kind === other.kind)
}
