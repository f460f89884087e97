/**
 * The hand: presses, strokes and clicks of a pointer become what they mean.
 *
 *     press ──moved far enough──> a stroke (drag, marquee, relate, resize) ──> end, or cancel
 *           ──let go──> a click
 */
import { click, doubleClick } from '@/canvas/gestures/clicks'
import { canEdit, type Desk, rest } from '@/canvas/gestures/desk'
import { dragStroke } from '@/canvas/gestures/dragStroke'
import type { RelationEnd } from '@/canvas/gestures/hit'
import { marqueeStroke } from '@/canvas/gestures/marqueeStroke'
import type { Pointer, Stroke } from '@/canvas/gestures/pointer'
import { relateStroke } from '@/canvas/gestures/relateStroke'
import { resizeStroke } from '@/canvas/gestures/resizeStroke'
import { sizeStroke } from '@/canvas/gestures/sizeStroke'

/** How far a press may stray and still be a click, in pixels of the screen. */
const SLACK = 4

export class Hand {
  readonly #desk: Desk
  #pressed: Pointer | null = null
  #stroke: Stroke | null = null
  /** The relation tool goes on after a click, until the next one. */
  #isSticky = false

  constructor(desk: Desk) {
    this.#desk = desk
  }

  get isBusy(): boolean {
    return this.#pressed !== null || this.#stroke !== null
  }

  /** A button went down; false when the press means nothing here. */
  press(pointer: Pointer): boolean {
    const { workspace, hand } = this.#desk
    const { tool } = workspace.screen.getState()
    hand.setState({ menu: null })
    if (this.#isSticky) return true
    if (tool.tool === 'hand' || hand.getState().isPanning) return false
    this.#pressed = pointer
    return true
  }

  move(pointer: Pointer): void {
    if (this.#stroke !== null) this.#stroke.move(pointer)
    else if (this.#pressed !== null && strayed(this.#pressed, pointer)) {
      this.#stroke = this.#strokeFrom(this.#pressed, pointer)
      this.#stroke?.move(pointer)
    }
  }

  release(pointer: Pointer): void {
    const [stroke, pressed] = [this.#stroke, this.#pressed]
    this.#pressed = null
    this.#stroke = null
    this.#isSticky = false
    if (stroke !== null) stroke.end(pointer)
    else if (pressed !== null) this.#click(pressed)
  }

  doubleClick(pointer: Pointer): void {
    doubleClick(this.#desk, pointer)
  }

  /** End without anything having happened; false when there was nothing to end. */
  cancel(): boolean {
    const wasBusy = this.isBusy
    this.#stroke?.cancel()
    this.#stroke = null
    this.#pressed = null
    this.#isSticky = false
    rest(this.#desk)
    return wasBusy
  }

  /** Let go of what is not in the model any more; tells the ids that were in hand. */
  drop(): readonly string[] {
    const { graph } = this.#desk.workspace
    const gone = this.#stroke?.about.filter(id => graph.get(id) === undefined) ?? []
    if (gone.length > 0) this.cancel()
    return gone
  }

  #click(pressed: Pointer): void {
    const from = this.#relationFrom(pressed)
    if (from === null) {
      click(this.#desk, pressed)
      return
    }
    this.#stroke = relateStroke(this.#desk, from)
    this.#isSticky = true
    this.#stroke.move(pressed)
  }

  /** What the relation tool begins at. */
  #relationFrom({ hit, at }: Pointer): RelationEnd | null {
    const { tool } = this.#desk.workspace.screen.getState()
    if (tool.tool !== 'relation' || hit.on !== 'card') return null
    return { card: hit.id, field: this.#fieldOf(hit.row), at }
  }

  #fieldOf(row: string | null): string | null {
    const kind = row === null ? undefined : this.#desk.workspace.graph.get(row)?.kind
    return kind === 'field' ? row : null
  }

  #strokeFrom(pressed: Pointer, now: Pointer): Stroke | null {
    const { workspace } = this.#desk
    const { tool, selection } = workspace.screen.getState()
    const mayEdit = canEdit(this.#desk)
    const from = mayEdit ? this.#relationFrom(pressed) : null
    if (from !== null) return relateStroke(this.#desk, from)
    if (tool.tool === 'create' && mayEdit) {
      return tool.kind === 'context' ? sizeStroke(this.#desk, tool.kind, pressed.at) : null
    }
    const stroke = mayEdit ? this.#editing(pressed) : null
    if (stroke !== null) return stroke
    return marqueeStroke(this.#desk, pressed.at, now.shift ? selection : NONE)
  }

  /** A stroke that changes the model. */
  #editing({ hit, at }: Pointer): Stroke | null {
    switch (hit.on) {
      case 'handle':
        return relateStroke(this.#desk, hit.from)
      case 'card':
        if (hit.part === 'rim') return resizeStroke(this.#desk, hit.id)
        return dragStroke(this.#desk, this.#grab(hit.id), at)
      case 'frame':
        return hit.part === 'inside' ? null : dragStroke(this.#desk, this.#grab(hit.id), at)
      case 'edge':
      case 'nothing':
        return null
    }
  }

  /** All that is selected with it, or it alone, which is then what is selected. */
  #grab(id: string): readonly string[] {
    const { workspace, stage } = this.#desk
    const { selection } = workspace.screen.getState()
    if (!selection.has(id)) {
      workspace.select(id)
      return [id]
    }
    const { cards, frames } = stage.scene
    return [...selection].filter(each => cards.has(each) || frames.has(each))
  }
}

function strayed({ pane: from }: Pointer, { pane: to }: Pointer): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) >= SLACK
}

const NONE: ReadonlySet<string> = new Set()
