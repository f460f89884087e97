/**
 * Keys that are pressed before the editor they are meant for is drawn: a card that was made a moment
 * ago is on the screen a frame or two later, and who types on does not wait for it.
 */
import { type Line, lineOf } from '@/canvas/editing/line'
import { moveFromLine, moveFromName } from '@/canvas/editing/moves'
import { draftOf, type } from '@/canvas/editing/typing'
import type { Editing } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

export type Early = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>

/** Type into what is edited now; false when the key means nothing there. */
export function typeEarly(workspace: Workspace, pressed: Early): boolean {
  const { editing } = workspace.screen.getState()
  const line = editing === null ? null : lineOf(workspace.graph, editing)
  if (editing === null || line === null) return false
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return false
  const { key } = pressed
  if (key === 'Enter') finishEarly(workspace, line)
  else if (key === 'Escape') leaveEarly(workspace, line)
  else if (key === 'Backspace') type(workspace, line, textOf(workspace, line).slice(0, -1))
  else if ([...key].length === 1) type(workspace, line, textOf(workspace, line) + key)
  else return false
  return true
}

/** The editor of a name begins with all of it selected, so that the first letter takes its place. */
function textOf(workspace: Workspace, line: Line): string {
  const draft = draftOf(workspace, line.key)
  if (draft !== undefined) return draft.text
  return isName(line.editing) ? '' : line.now
}

function finishEarly(workspace: Workspace, line: Line): void {
  if (isName(line.editing)) moveFromName(workspace, line, 'finish')
  else moveFromLine(workspace, line, 'next')
}

function leaveEarly(workspace: Workspace, line: Line): void {
  if (isName(line.editing)) moveFromName(workspace, line, 'leave')
  else moveFromLine(workspace, line, 'leave')
}

function isName({ part }: Editing): boolean {
  return part === 'name' || part === 'new card'
}
