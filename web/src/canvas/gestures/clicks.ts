/** What a click, a double click and a right click mean, by what is under them. */
import { hasLines, linesOf } from '@/canvas/editing/places'
import { canEdit, type Desk } from '@/canvas/gestures/desk'
import { elementOf, type Hit } from '@/canvas/gestures/hit'
import { make } from '@/canvas/gestures/making'
import type { Pointer } from '@/canvas/gestures/pointer'
import type { Editing } from '@/workspace/screen'

export function click(desk: Desk, pointer: Pointer): void {
  const { workspace } = desk
  const { tool } = workspace.screen.getState()
  if (tool.tool === 'create' && canEdit(desk)) {
    make(desk, tool.kind, pointer.at)
    return
  }
  const { hit, shift } = pointer
  if (hit.on === 'card' && hit.part === 'fold') {
    unfold(desk, hit.id)
    return
  }
  const element = elementOf(hit)
  if (shift && element !== null) toggle(desk, element)
  else if (element !== null) workspace.select(element)
  else if (!shift) workspace.select()
}

export function doubleClick(desk: Desk, { hit, at }: Pointer): void {
  if (!canEdit(desk)) return
  const { workspace } = desk
  if (hit.on === 'nothing' || (hit.on === 'frame' && hit.part === 'inside')) {
    make(desk, 'entity', at)
    return
  }
  const editing = blankIn(desk, hit) ?? editingOf(desk, elementOf(hit))
  if (editing !== null) workspace.show({ editing })
}

/** Where nothing stands on a card a new line may begin. */
function blankIn({ workspace }: Desk, hit: Hit): Editing | null {
  if (hit.on !== 'card' || hit.part !== 'body' || hit.row !== null) return null
  const owner = workspace.graph.get(hit.id)
  if (owner === undefined || !hasLines(owner)) return null
  return { part: 'new line', owner: owner.id, index: linesOf(workspace.graph, owner.id).length }
}

/** The line or name that stands for an element. */
export function editingOf(
  { workspace }: Pick<Desk, 'workspace'>,
  id: string | null
): Editing | null {
  const element = id === null ? undefined : workspace.graph.get(id)
  if (element === undefined) return null
  const isLine = element.kind === 'field' || element.kind === 'enumValue'
  return { part: isLine ? 'line' : 'name', element: element.id }
}

/** A right click selects what it is about, unless that is selected already. */
export function openMenu({ workspace, hand }: Desk, { hit, at, screen }: Pointer): void {
  const element = elementOf(hit)
  const { selection } = workspace.screen.getState()
  if (element !== null && !selection.has(element)) workspace.select(element)
  hand.setState({ menu: { hit, at, screen } })
}

/** Show all lines of a card. */
export function unfold({ workspace }: Pick<Desk, 'workspace'>, card: string): void {
  const { folds } = workspace.screen.getState()
  workspace.show({ folds: new Map(folds).set(card, 'open') })
}

function toggle({ workspace }: Desk, element: string): void {
  const selection = new Set(workspace.screen.getState().selection)
  if (!selection.delete(element)) selection.add(element)
  workspace.select(...selection)
}
