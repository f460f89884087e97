/** Where a key leads from a line: it is finished first, and what cannot be written holds the person there. */
import type { LineIntent } from '@/canvas/editing/keys'
import type { Line } from '@/canvas/editing/line'
import {
  above,
  before,
  behind,
  below,
  firstLine,
  hasLines,
  type Place,
  placeOf
} from '@/canvas/editing/places'
import { draftOf, dropDraft, finish } from '@/canvas/editing/typing'
import { remove } from '@/model/gestures/removal'
import type { Editing } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

/** `held`: it cannot be written as it is; `ended`: nothing is edited any more. */
export type Moved = 'moved' | 'held' | 'ended'

type Move = Extract<
  LineIntent,
  'next' | 'above' | 'up' | 'down' | 'leave' | 'remove' | 'forth' | 'back'
>

export function moveFromLine(workspace: Workspace, line: Line, move: Move): Moved {
  const { graph } = workspace
  const place = placeOf(graph, line.editing)
  if (move === 'leave' || place === null) return abandon(workspace, line)
  if (move === 'remove') return removeLine(workspace, line, place)
  const isBlank = place.element === null && (draftOf(workspace, line.key)?.text.trim() ?? '') === ''
  if (!finish(workspace, line)) return 'held'
  return go(workspace, isBlank ? fromBlank(workspace, place, move) : from(workspace, place, move))
}

/** From the name of a card; `on` leads into its lines in any case, `finish` where there are none yet. */
export function moveFromName(
  workspace: Workspace,
  line: Line,
  move: 'finish' | 'into lines' | 'leave'
): Moved {
  if (move === 'leave') return abandon(workspace, line)
  if (!finish(workspace, line)) return 'held'
  const { editing } = line
  const element = editing.part === 'new line' ? undefined : workspace.graph.get(editing.element)
  if (editing.part === 'new card' && element !== undefined) workspace.select(element.id)
  if (element === undefined || !hasLines(element)) return go(workspace, null)
  const first = firstLine(workspace.graph, element.id)
  return go(workspace, move === 'into lines' || first.part === 'new line' ? first : null)
}

/** Leave without writing. */
function abandon(workspace: Workspace, line: Line): Moved {
  dropDraft(workspace, line.key)
  return go(workspace, null)
}

function removeLine(workspace: Workspace, line: Line, place: Place): Moved {
  const up = above(workspace.graph, place)
  if (place.element !== null && !workspace.perform(remove(workspace.graph, [place.element.id]))) {
    return 'held'
  }
  dropDraft(workspace, line.key)
  return go(workspace, up)
}

function from({ graph }: Workspace, place: Place, move: Move): Editing | null {
  // A new line has been written by now, and stands where it was typed.
  const after = place.element === null ? { ...place, index: place.index + 1 } : place
  switch (move) {
    case 'next':
      return behind(place)
    case 'above':
      return before(place)
    case 'up':
    case 'back':
      return above(graph, place)
    case 'down':
      return (
        below(graph, after) ??
        (place.element === null ? behind(place) : { part: 'line', element: place.element.id })
      )
    case 'forth':
      return below(graph, after) ?? behind(place)
    default:
      return null
  }
}

/** From a new line that is empty: it is not there any more. */
function fromBlank({ graph }: Workspace, place: Place, move: Move): Editing | null {
  if (move === 'up' || move === 'back') return above(graph, place)
  return move === 'down' ? below(graph, place) : null
}

function go(workspace: Workspace, editing: Editing | null): Moved {
  if (editing !== null) {
    workspace.select(editing.part === 'new line' ? editing.owner : editing.element)
  }
  workspace.show({ editing })
  return editing === null ? 'ended' : 'moved'
}
