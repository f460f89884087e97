/** Several lines at once: those that can be read are written together, the others are kept and told. */
import type { Line } from '@/canvas/editing/line'
import { keyOf, type Place, placeOf } from '@/canvas/editing/places'
import { dropDraft, keepDraft } from '@/canvas/editing/typing'
import { createLines } from '@/model/gestures/lines'
import { isDeclined, type Outcome } from '@/model/wanted'
import type { Editing } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

export function pasteLines(workspace: Workspace, line: Line, lines: readonly string[]): void {
  const place = placeOf(workspace.graph, line.editing)
  if (place === null) return
  const read = lines.filter(each => !isDeclined(line.write(each)))
  const unread = lines.filter(each => isDeclined(line.write(each)))
  const outcome = written(workspace, line, place, read)
  if (outcome !== null && !workspace.perform(outcome)) return
  dropDraft(workspace, line.key)
  const editing: Editing = {
    part: 'new line',
    owner: place.owner,
    index: behind(place, read.length)
  }
  const [first, ...others] = unread
  if (first !== undefined) keepDraft(workspace, keyOf(editing), { text: first, base: '' })
  if (others.length > 0) tellUnread(workspace, others)
  workspace.show({ editing })
}

/** One gesture for all of them: the line that is there takes the first. */
function written(
  { graph }: Workspace,
  line: Line,
  { owner, index, element }: Place,
  lines: readonly string[]
): Outcome | null {
  const [first, ...others] = lines
  if (first === undefined) return null
  if (element === null) return createLines(graph, owner, lines, { index })
  const own = line.write(first)
  const more = createLines(graph, owner, others, { index: index + 1 })
  if (isDeclined(own) || isDeclined(more)) return own
  const label = others.length === 0 ? own.label : more.label
  return { label, steps: [...own.steps, ...more.steps] }
}

/** Where the next line begins; a line that is there and took none of them stays before it. */
function behind({ index, element }: Place, count: number): number {
  return index + Math.max(count, element === null ? 0 : 1)
}

function tellUnread(workspace: Workspace, lines: readonly string[]): void {
  const fact = `${lines.length === 1 ? 'One line' : `${lines.length} lines`} could not be read`
  workspace.tell({ tone: 'refusal', fact, remedy: `Type them anew: ${lines.join(', ')}` })
}
