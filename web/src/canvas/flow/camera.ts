/** Moves what is seen: to elements, nearer, farther; at once where people want no motion. */
import type { ReactFlowInstance } from '@xyflow/react'
import { fitted, type Insets, LEAST_ZOOM, MOST_ZOOM, seen, type View } from '@/canvas/flow/view'
import { type Box, centreOf, encloses } from '@/canvas/scene/box'
import { wantsStillness } from '@/ui/stillness'

/** The toolbar on the left, the minimap at the lower right. */
const INSETS: Insets = { left: 64, top: 24, right: 32, bottom: 32 }
const GLIDE = 200
const STEPS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.72, 0.85, 1, 1.25, 1.5, 2] as const
const NEAR = 0.6

type Flow = Pick<ReactFlowInstance, 'setViewport'>

export class Camera {
  readonly #flow: Flow
  readonly #view: () => View
  /** The zoom that it glides to, until then: quick steps are counted from there. */
  #goal = { zoom: 1, until: 0 }

  constructor(flow: Flow, view: () => View) {
    this.#flow = flow
    this.#view = view
  }

  /** Show all of a box. */
  fit(box: Box | null, motion: 'glide' | 'jump' = 'glide'): void {
    if (box !== null) this.go(fitted(box, this.#view(), INSETS), motion)
  }

  /** Show a box, moving no more than that needs. */
  reveal(box: Box): void {
    const view = this.#view()
    const zoom = Math.max(view.zoom, NEAR)
    if (zoom === view.zoom && encloses(inner(view), box)) return
    const { x, y } = centreOf(box)
    const tall = box.h * zoom > view.height
    this.go({
      ...view,
      zoom,
      x: (INSETS.left + view.width - INSETS.right) / 2 - x * zoom,
      y: tall ? INSETS.top - box.y * zoom : view.height / 2 - y * zoom
    })
  }

  nearer(): void {
    const zoom = this.#wanted
    this.zoomTo(STEPS.find(step => step > zoom * 1.01) ?? MOST_ZOOM)
  }

  farther(): void {
    const zoom = this.#wanted
    this.zoomTo(STEPS.findLast(step => step < zoom * 0.99) ?? LEAST_ZOOM)
  }

  /** Zoom about the middle of the pane. */
  zoomTo(zoom: number): void {
    const view = this.#view()
    const [middleX, middleY] = [view.width / 2, view.height / 2]
    const factor = zoom / view.zoom
    this.go({
      ...view,
      zoom,
      x: middleX - (middleX - view.x) * factor,
      y: middleY - (middleY - view.y) * factor
    })
  }

  /** Move by pixels of the screen. */
  pan(dx: number, dy: number): void {
    const view = this.#view()
    this.go({ ...view, x: view.x + dx, y: view.y + dy }, 'jump')
  }

  go({ x, y, zoom }: Pick<View, 'x' | 'y' | 'zoom'>, motion: 'glide' | 'jump' = 'glide'): void {
    const duration = motion === 'jump' || wantsStillness() ? 0 : GLIDE
    this.#goal = { zoom, until: performance.now() + duration }
    void this.#flow.setViewport({ x, y, zoom }, { duration })
  }

  get #wanted(): number {
    return performance.now() < this.#goal.until ? this.#goal.zoom : this.#view().zoom
  }
}

function inner(view: View): Box {
  const { x, y, w, h } = seen(view)
  const margin = 16 / view.zoom
  return { x: x + margin, y: y + margin, w: w - 2 * margin, h: h - 2 * margin }
}
