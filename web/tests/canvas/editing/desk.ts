/** A workspace without a server: gestures are written to a drawing, and what is told is kept. */
import { Drawing, WEBSHOP } from '@harness/drawing'
import { isDeclined, type Outcome } from '@/model/wanted'
import { type Draft, type Editing, type Screen, screenStore, type Toast } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

export class Desk {
  readonly drawing = new Drawing(WEBSHOP)
  readonly graph = this.drawing.graph
  readonly screen = screenStore()
  /** The labels of what was done. */
  readonly done: string[] = []
  isReadOnly = false

  /** The desk as what it stands for. */
  get workspace(): Workspace {
    return this as unknown as Workspace
  }

  get editing(): Editing | null {
    return this.screen.getState().editing
  }

  get drafts(): ReadonlyMap<string, Draft> {
    return this.screen.getState().drafts
  }

  get told(): readonly Toast[] {
    return this.screen.getState().toasts
  }

  readonly id = (name: string): string => this.drawing.id(name)

  perform(outcome: Outcome): boolean {
    if (isDeclined(outcome) || this.isReadOnly) return false
    if (outcome.steps.length === 0) return true
    this.done.push(this.drawing.do(outcome))
    return true
  }

  show(part: Partial<Screen>): void {
    this.screen.setState(part)
  }

  select(...elements: readonly string[]): void {
    this.screen.setState({ selection: new Set(elements) })
  }

  tell(toast: Omit<Toast, 'id'>): number {
    const id = this.told.length + 1
    this.screen.setState({ toasts: [...this.told, { ...toast, id }] })
    return id
  }

  dismiss(id: number): void {
    this.screen.setState({ toasts: this.told.filter(toast => toast.id !== id) })
  }
}
