/** Cards and frames follow the pointer; the model hears of it once, when they are let go. */
import { snap } from '@/canvas/arranging/snap'
import { type Desk, rest } from '@/canvas/gestures/desk'
import type { Pointer, Stroke } from '@/canvas/gestures/pointer'
import type { Box, Point } from '@/canvas/scene/box'
import { createdRoots, duplicate } from '@/model/gestures/copy'
import { moveCards } from '@/model/gestures/movement'
import { reparent } from '@/model/gestures/reparenting'
import { isDeclined, type Outcome } from '@/model/wanted'

type Boxes = ReadonlyMap<string, Box>

/** `grabbed` are cards and frames; what stands in a frame goes with it. */
export function dragStroke(desk: Desk, grabbed: readonly string[], from: Point): Stroke {
  const drag = new Drag(desk, grabbed, from)
  return {
    move: pointer => drag.move(pointer),
    end: pointer => drag.end(pointer),
    cancel: () => drag.cancel(),
    about: grabbed
  }
}

class Drag {
  readonly #desk: Desk
  readonly #grabbed: readonly string[]
  readonly #from: Point
  readonly #boxes: Boxes
  /** All that moves, by itself or in a frame. */
  readonly #moving: ReadonlySet<string>
  /** The frame it was taken out of. */
  readonly #home: string | null
  #into: string | null
  #by: Point = { x: 0, y: 0 }

  constructor(desk: Desk, grabbed: readonly string[], from: Point) {
    const { scene } = desk.stage
    this.#desk = desk
    this.#grabbed = grabbed
    this.#from = from
    this.#boxes = boxesOf(desk, grabbed)
    const carried = grabbed.filter(id => scene.frames.has(id)).flatMap(id => scene.contentOf(id))
    this.#moving = new Set([...grabbed, ...carried])
    this.#home = scene.frameAt(from, this.#moving) ?? null
    this.#into = this.#home
  }

  move({ at, ctrl }: Pointer): void {
    const { stage, hand } = this.#desk
    const wanted = { x: at.x - this.#from.x, y: at.y - this.#from.y }
    const boxes = [...this.#boxes.values()].map(box => moved(box, wanted))
    const { dx, dy, guides } = snap(boxes, box => this.#standing(box), stage.view.zoom)
    this.#by = { x: wanted.x + dx, y: wanted.y + dy }
    this.#into = ctrl ? this.#home : (stage.scene.frameAt(at, this.#moving) ?? null)
    const into = this.#into === this.#home ? null : this.#into
    hand.setState({ doing: { doing: 'dragging', guides, into } })
    stage.lift(this.#places())
  }

  end({ alt }: Pointer): void {
    const { workspace, stage } = this.#desk
    rest(this.#desk)
    if (alt) this.#copy()
    else workspace.perform(this.#outcome())
    stage.lift(null)
  }

  cancel(): void {
    rest(this.#desk)
    this.#desk.stage.lift(null)
  }

  #outcome(): Outcome {
    const { graph } = this.#desk.workspace
    const drag = { drawn: this.#boxes }
    if (this.#into === this.#home) return moveCards(graph, this.#places(), drag)
    return reparent(graph, this.#grabbed, this.#into, this.#places(), drag)
  }

  #copy(): void {
    const { workspace } = this.#desk
    const outcome = duplicate(workspace.graph, this.#grabbed, this.#by)
    if (workspace.perform(outcome) && !isDeclined(outcome)) {
      workspace.select(...createdRoots(outcome.steps))
    }
  }

  #standing(box: Box): Box[] {
    const { scene } = this.#desk.stage
    const ids = scene.query(box).filter(id => !this.#moving.has(id))
    return ids.flatMap(id => scene.cards.get(id)?.box ?? [])
  }

  #places(): Boxes {
    return new Map([...this.#boxes].map(([id, box]) => [id, moved(box, this.#by)]))
  }
}

/** Where cards and frames are drawn. */
export function boxesOf({ stage }: Desk, ids: readonly string[]): Boxes {
  const { cards, frames } = stage.scene
  return new Map(
    ids.flatMap(id => {
      const shape = cards.get(id) ?? frames.get(id)
      return shape === undefined ? [] : [[id, shape.box] as const]
    })
  )
}

function moved(box: Box, { x, y }: Point): Box {
  return { ...box, x: Math.round(box.x + x), y: Math.round(box.y + y) }
}
