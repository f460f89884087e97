/** Typing, finishing and leaving a line: what is typed is kept on the screen until it is written. */
import { type Drafted, type Settling, settled, typed } from '@/canvas/editing/draft'
import { lineOf } from '@/canvas/editing/line'
import { keyOf } from '@/canvas/editing/places'
import { restore } from '@/model/gestures/removal'
import type { Graph } from '@/model/graph'
import type { Draft, Editing } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

export function draftOf(workspace: Workspace, key: string): Draft | undefined {
  return workspace.screen.getState().drafts.get(key)
}

export function keepDraft(workspace: Workspace, key: string, draft: Draft): void {
  workspace.screen.setState(({ drafts }) => ({ drafts: new Map(drafts).set(key, draft) }))
}

export function dropDraft(workspace: Workspace, key: string): void {
  if (draftOf(workspace, key) === undefined) return
  workspace.screen.setState(({ drafts }) => {
    const others = new Map(drafts)
    others.delete(key)
    return { drafts: others }
  })
}

export function type(workspace: Workspace, line: Drafted, text: string): void {
  keepDraft(workspace, line.key, typed(draftOf(workspace, line.key), text, line.now))
}

/** Write what is typed, if it can be; false when the person has to type on or choose first. */
export function finish(workspace: Workspace, line: Drafted): boolean {
  const settling = settlingOf(workspace, line)
  if (settling.settling === 'keep' || settling.settling === 'choose') return false
  if (settling.settling === 'write' && !workspace.perform(settling.outcome)) return false
  dropDraft(workspace, line.key)
  return true
}

/** Write what is typed; what cannot be written is kept, and told with a way back to it. */
export function leave(workspace: Workspace, line: Drafted): void {
  const settling = settlingOf(workspace, line)
  if (finish(workspace, line)) return
  if (settling.settling === 'keep') {
    const text = draftOf(workspace, line.key)?.text ?? ''
    tellKept(workspace, line, `“${clipped(text)}” is not in the model yet`, settling.problem)
  }
  if (settling.settling === 'choose') {
    tellKept(workspace, line, overtaken(line), 'Both are kept: choose one.')
  }
}

function tellKept(
  workspace: Workspace,
  { editing, element }: Drafted,
  fact: string,
  remedy: string
): void {
  const run = () => {
    workspace.dismiss(toast)
    if (editing !== null) workspace.show({ editing })
    else workspace.select(element)
  }
  const actions = [{ title: 'Go on typing', run }]
  const toast = workspace.tell({ tone: 'refusal', fact, remedy, actions })
}

/** Say that somebody wrote where a person is typing. */
export function overtaken({ noun }: Drafted): string {
  return `Somebody changed this ${noun} while you were typing.`
}

/** An editor went away and nobody left it: its card was removed, or something else is edited now. */
export function unmounted(workspace: Workspace, editing: Editing): void {
  const key = keyOf(editing)
  const draft = draftOf(workspace, key)
  const current = workspace.screen.getState().editing
  const isStillMeant = current !== null && keyOf(current) === key
  const line = lineOf(workspace.graph, editing)
  if (line === null) {
    if (isStillMeant) workspace.show({ editing: null })
    if (draft !== undefined) tellGone(workspace, editing, draft)
  } else if (draft !== undefined && !isStillMeant) leave(workspace, line)
}

function tellGone(workspace: Workspace, editing: Editing, draft: Draft): void {
  const id = editing.part === 'new line' ? editing.owner : editing.element
  const name = workspace.graph.record(id)?.name ?? ''
  const run = () => {
    workspace.dismiss(toast)
    const outcome = restore(workspace.graph, removedWith(workspace.graph, id))
    if (workspace.perform(outcome)) workspace.show({ editing })
  }
  const toast = workspace.tell({
    tone: 'refusal',
    fact: `${name === '' ? 'What you typed in' : `“${clipped(name)}”`} was removed while you were typing`,
    remedy: `What you typed is kept: “${clipped(draft.text)}”.`,
    actions: [{ title: 'Restore it', run }]
  })
}

/** What has to come back so that an element is there again: it, and what it stood in. */
function removedWith(graph: Graph, id: string): readonly string[] {
  const self = graph.record(id)
  const around = self === undefined ? [] : [self, ...graph.ancestors(id)]
  return around.filter(({ registers }) => registers.get('removed') === true).map(each => each.id)
}

function settlingOf(workspace: Workspace, line: Drafted): Settling {
  return settled(draftOf(workspace, line.key), line)
}

const LONGEST_TOLD = 60

function clipped(text: string): string {
  const letters = [...text]
  return letters.length > LONGEST_TOLD ? `${letters.slice(0, LONGEST_TOLD).join('')}…` : text
}
