/** What menus on the canvas offer, by what they are about. */

import { hasLines, lineKind } from '@/canvas/editing/places'
import { layOutCards, unplaced } from '@/canvas/flow/layingOut'
import { editingOf } from '@/canvas/gestures/clicks'
import { canEdit, type Desk } from '@/canvas/gestures/desk'
import type { Menu } from '@/canvas/gestures/doing'
import { make } from '@/canvas/gestures/making'
import {
  addLine,
  duplicateSelected,
  fitAll,
  fitSelected,
  removeSelected,
  selectAll,
  toggleCollapsed,
  toggleFolded
} from '@/canvas/keys/actions'
import { edgeEntries } from '@/canvas/tools/edgeMenu'
import { removedCards } from '@/canvas/tools/removed'
import { lookOf } from '@/kinds/looks'
import { turnInto, turnsInto } from '@/model/gestures/turning'
import { DIVIDER, type MenuEntry, menuItem } from '@/ui/menuItems'

export interface Listed {
  readonly label: string
  readonly entries: readonly MenuEntry[]
}

export function listed(desk: Desk, menu: Menu): Listed {
  const { hit } = menu
  switch (hit.on) {
    case 'card':
      return hit.row === null
        ? { label: 'Card', entries: cardEntries(desk, hit.id) }
        : { label: 'Field', entries: rowEntries(desk, hit.row) }
    case 'handle':
      return { label: 'Card', entries: cardEntries(desk, hit.from.card) }
    case 'edge':
      return { label: 'Relation', entries: edgeEntries(desk, hit.id) }
    case 'frame':
      return hit.part === 'inside'
        ? { label: 'Canvas', entries: canvasEntries(desk, menu) }
        : { label: 'Context', entries: [...elementEntries(desk, hit.id), removal(desk)] }
    case 'nothing':
      return { label: 'Canvas', entries: canvasEntries(desk, menu) }
  }
}

function cardEntries(desk: Desk, id: string): readonly MenuEntry[] {
  const { workspace, stage } = desk
  const face = stage.scene.cards.get(id)?.face
  const fold = workspace.screen.getState().folds.get(id)
  const isLong = fold === 'open' || (face?.folded ?? 0) > 0
  const view = [
    menuItem(fold === 'collapsed' ? 'Expand' : 'Collapse', () => toggleCollapsed(desk, id)),
    ...(isLong
      ? [menuItem(fold === 'open' ? 'Fold' : 'Show all fields', () => toggleFolded(desk, id))]
      : []),
    menuItem('Fit selection', () => fitSelected(desk), { keys: 'Shift+2' })
  ]
  if (!canEdit(desk)) return view
  return [
    ...lineEntries(desk, id),
    ...elementEntries(desk, id),
    ...turnEntries(desk, id),
    DIVIDER,
    ...view,
    DIVIDER,
    removal(desk)
  ]
}

function lineEntries(desk: Desk, id: string): readonly MenuEntry[] {
  const element = desk.workspace.graph.get(id)
  if (element === undefined || !hasLines(element)) return []
  const title = lineKind(element) === 'enumValue' ? 'Add a value' : 'Add a field'
  return [menuItem(title, () => addLine(desk, id), { icon: 'plus' })]
}

function elementEntries(desk: Desk, id: string): readonly MenuEntry[] {
  if (!canEdit(desk)) return [menuItem('Fit selection', () => fitSelected(desk))]
  return [
    menuItem('Rename', () => edit(desk, id), { icon: 'pen', keys: 'F2' }),
    menuItem('Duplicate', () => duplicateSelected(desk), { icon: 'copy', keys: 'Ctrl+D' })
  ]
}

function rowEntries(desk: Desk, row: string): readonly MenuEntry[] {
  if (!canEdit(desk)) return [menuItem('Select all', () => selectAll(desk), { keys: 'Ctrl+A' })]
  const owner = desk.workspace.graph.get(row)?.parent ?? null
  return [
    menuItem('Edit', () => edit(desk, row), { icon: 'pen', keys: 'Enter' }),
    ...(owner === null
      ? []
      : [menuItem('Add another', () => addLine(desk, owner), { icon: 'plus' })]),
    removal(desk),
    ...(desk.stage.scene.edges.has(row) ? [DIVIDER, ...edgeEntries(desk, row)] : [])
  ]
}

function turnEntries({ workspace }: Desk, id: string): readonly MenuEntry[] {
  const kinds = turnsInto(workspace.graph, id).filter(kind => TURNS.has(kind))
  return kinds.map(kind =>
    menuItem(
      `Turn into ${lookOf(kind).title}`,
      () => void workspace.perform(turnInto(workspace.graph, id, kind))
    )
  )
}

const TURNS: ReadonlySet<string> = new Set(['aggregate', 'entity', 'value', 'enum'])

function canvasEntries(desk: Desk, { at }: Menu): readonly MenuEntry[] {
  const view = [
    menuItem('Select all', () => selectAll(desk), { keys: 'Ctrl+A' }),
    menuItem('Fit all', () => fitAll(desk), { icon: 'fit', keys: 'Shift+1' })
  ]
  if (!canEdit(desk)) return view
  const fresh = unplaced(desk)
  const laying = menuItem('Lay out new cards', () => void layOutCards(desk, fresh, 'model'))
  const making = ['entity', 'value', 'enum'].map((kind, nth) =>
    menuItem(`New ${kind}`, () => make(desk, kind, at), { keys: ['E', 'U', 'Q'][nth] ?? '' })
  )
  return [
    ...making,
    DIVIDER,
    ...view,
    ...(fresh.length > 0 ? [laying] : []),
    ...removedEntries(desk)
  ]
}

/** Restore what was removed, the newest first. */
function removedEntries(desk: Desk): readonly MenuEntry[] {
  const removed = removedCards(desk)
  if (removed.length === 0) return []
  return [
    DIVIDER,
    { entry: 'heading', title: 'Restore' },
    ...removed.map(({ title, run }) => menuItem(title, run, { icon: 'undo' }))
  ]
}

function removal(desk: Desk): MenuEntry {
  return menuItem('Remove', () => removeSelected(desk), { keys: 'Delete', tone: 'danger' })
}

function edit(desk: Desk, id: string): void {
  const editing = editingOf(desk, id)
  if (editing !== null) desk.workspace.show({ editing })
}
