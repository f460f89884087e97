/** What gestures work with: the open model, what is drawn of it, and what the hand is doing. */
import type { Camera } from '@/canvas/flow/camera'
import type { Stage } from '@/canvas/flow/stage'
import { type HandStore, IDLE } from '@/canvas/gestures/doing'
import { isDeclined, type Outcome } from '@/model/wanted'
import type { Workspace } from '@/workspace/workspace'

export interface Desk {
  readonly workspace: Workspace
  readonly stage: Stage
  readonly camera: Camera
  readonly hand: HandStore
}

/** Do what is wanted, and select what it is about; tells the element, or null when it was not done. */
export function perform({ workspace }: Desk, outcome: Outcome): string | null {
  if (!workspace.perform(outcome) || isDeclined(outcome)) return null
  const { element } = outcome
  if (element === undefined) return null
  workspace.select(element)
  return element
}

/** Let the hand rest. */
export function rest({ hand }: Desk): void {
  hand.setState({ doing: IDLE })
}

/** Whether this person may change the model. */
export function canEdit({ workspace }: Pick<Desk, 'workspace'>): boolean {
  const { access, state } = workspace.session.status
  return access !== 'read' && state !== 'stopped'
}
