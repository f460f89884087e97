/** What can be done on the canvas by a key or from a menu: each with its words and its key. */
import { linesOf } from '@/canvas/editing/places'
import { layOutCards } from '@/canvas/flow/layingOut'
import { unfold } from '@/canvas/gestures/clicks'
import { type Desk, perform } from '@/canvas/gestures/desk'
import { boxesOf } from '@/canvas/gestures/dragStroke'
import { around } from '@/canvas/scene/box'
import { createdRoots, duplicate } from '@/model/gestures/copy'
import { remove, restore } from '@/model/gestures/removal'
import { isDeclined } from '@/model/wanted'

const COPY_OFF = { x: 24, y: 24 } as const

/** The cards and frames that are selected; fields and edges are not. */
export function chosenCards({ workspace, stage }: Desk): readonly string[] {
  const { cards, frames } = stage.scene
  const { selection } = workspace.screen.getState()
  return [...selection].filter(id => cards.has(id) || frames.has(id))
}

export function selectAll({ workspace, stage }: Desk): void {
  workspace.select(...stage.scene.frames.keys(), ...stage.scene.cards.keys())
}

/** Take out what is selected; the toast brings it back. */
export function removeSelected({ workspace }: Desk): void {
  const { graph } = workspace
  const ids = [...workspace.screen.getState().selection]
  if (ids.length === 0) return
  const outcome = remove(graph, ids)
  if (!workspace.perform(outcome) || isDeclined(outcome)) return
  const removed = outcome.steps.map(({ element }) => element)
  workspace.tell({
    tone: 'info',
    fact: outcome.label,
    actions: [{ title: 'Restore', run: () => void workspace.perform(restore(graph, removed)) }]
  })
}

export function duplicateSelected({ workspace }: Desk): void {
  const { selection } = workspace.screen.getState()
  const outcome = duplicate(workspace.graph, selection, COPY_OFF)
  if (workspace.perform(outcome) && !isDeclined(outcome)) {
    workspace.select(...createdRoots(outcome.steps))
  }
}

export function fitAll({ camera, stage }: Desk): void {
  camera.fit(stage.scene.bounds)
}

export function fitSelected(desk: Desk): void {
  const ids = chosenCards(desk)
  const boxes = ids.length > 0 ? [...boxesOf(desk, ids).values()] : []
  desk.camera.fit(around(boxes) ?? desk.stage.scene.bounds)
}

/** Give the selected cards new places among each other. */
export function tidy(desk: Desk): void {
  const { cards, frames } = desk.stage.scene
  const chosen = chosenCards(desk)
  const inside = chosen.filter(id => frames.has(id)).flatMap(id => desk.stage.scene.contentOf(id))
  const ids = [...new Set([...chosen, ...inside])].filter(id => cards.has(id))
  if (ids.length > 1) void layOutCards(desk, ids, isWhole(desk, ids) ? 'model' : 'selection')
}

/** Whether all of several frames is meant, and not some cards of each. */
function isWhole({ stage }: Desk, ids: readonly string[]): boolean {
  const { cards, frames } = stage.scene
  const chosen = new Set(ids)
  const holders = new Set(ids.map(id => cards.get(id)?.parent ?? null))
  const touched = [...frames.keys()].filter(id => holders.has(id))
  return (
    holders.size > 1 &&
    touched.every(id => stage.scene.contentOf(id).every(card => chosen.has(card)))
  )
}

/** Header only, or all of it again. */
export function toggleCollapsed({ workspace }: Pick<Desk, 'workspace'>, card: string): void {
  const folds = new Map(workspace.screen.getState().folds)
  if (folds.get(card) === 'collapsed') folds.delete(card)
  else folds.set(card, 'collapsed')
  workspace.show({ folds })
}

/** Show the first fourteen lines, or all. */
export function toggleFolded(desk: Pick<Desk, 'workspace'>, card: string): void {
  const folds = new Map(desk.workspace.screen.getState().folds)
  if (folds.get(card) !== 'open') {
    unfold(desk, card)
    return
  }
  folds.delete(card)
  desk.workspace.show({ folds })
}

/** Begin a new line behind all others of an owner. */
export function addLine({ workspace }: Pick<Desk, 'workspace'>, owner: string): void {
  const index = linesOf(workspace.graph, owner).length
  workspace.show({ editing: { part: 'new line', owner, index } })
}

export function bringBack(desk: Desk, id: string): void {
  perform(desk, restore(desk.workspace.graph, [id]))
}
