/** Keys of the canvas: single letters only while it has the focus and nobody types. */

import { editingOf } from '@/canvas/gestures/clicks'
import { canEdit, type Desk } from '@/canvas/gestures/desk'
import { makeInView } from '@/canvas/gestures/making'
import {
  duplicateSelected,
  fitAll,
  fitSelected,
  removeSelected,
  selectAll
} from '@/canvas/keys/actions'
import { toolOf } from '@/canvas/tools/toolset'

export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey'> & {
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean
}

type Action = (desk: Desk) => void

const CHORDS: Readonly<Record<string, Action>> = {
  a: selectAll,
  d: duplicateSelected,
  f: ({ workspace }) => workspace.show({ isFinding: true }),
  '0': ({ camera }) => camera.zoomTo(1),
  '+': ({ camera }) => camera.nearer(),
  '=': ({ camera }) => camera.nearer(),
  '-': ({ camera }) => camera.farther()
}

const NAMED: Readonly<Record<string, Action>> = {
  Enter: begin,
  F2: editSelected,
  Delete: removeSelected,
  Backspace: removeSelected
}

/** By where the key is: what Shift makes of a digit is another sign on every keyboard. */
const SHIFTED: Readonly<Record<string, Action>> = {
  Digit1: fitAll,
  Digit2: fitSelected,
  KeyM: ({ workspace }) =>
    workspace.show({ isMinimapOpen: !workspace.screen.getState().isMinimapOpen })
}

const EDITS: ReadonlySet<Action> = new Set([begin, editSelected, removeSelected, duplicateSelected])

/** What a key does; null when it means nothing here. */
export function actionOf(pressed: Pressed, desk: Desk): Action | null {
  const action = found(pressed)
  if (action === null || !EDITS.has(action) || canEdit(desk)) return action
  return null
}

function found({ key, code, shiftKey, altKey, ctrl }: Pressed): Action | null {
  if (altKey) return null
  if (ctrl) return CHORDS[key.toLowerCase()] ?? null
  if (shiftKey) return SHIFTED[code] ?? null
  return NAMED[key] ?? choosing(key)
}

function choosing(key: string): Action | null {
  const entry = key.length === 1 ? toolOf(key) : undefined
  if (entry === undefined) return null
  return desk => {
    if (!entry.edits || canEdit(desk)) desk.workspace.show({ tool: entry.tool })
  }
}

/** With a tool in hand Enter makes one of it, in the middle of what is seen; else it edits. */
function begin(desk: Desk): void {
  const { tool } = desk.workspace.screen.getState()
  if (tool.tool === 'create') makeInView(desk, tool.kind)
  else editSelected(desk)
}

/** Edit the only thing that is selected. */
function editSelected(desk: Desk): void {
  const { workspace } = desk
  const [only, ...more] = workspace.screen.getState().selection
  const editing = more.length > 0 ? null : editingOf(desk, only ?? null)
  if (editing !== null) workspace.show({ editing })
}
