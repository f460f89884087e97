/** A canvas to paint on, in pixels of the screen, and the way from the model's plane to it. */
import type { View } from '@/canvas/flow/view'
import type { Palette } from '@/canvas/overview/palette'
import type { Box } from '@/canvas/scene/box'

/** What painting needs of a canvas. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'rect'
  | 'roundRect'
  | 'arc'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'strokeRect'
  | 'clearRect'
  | 'fillText'
  | 'strokeText'
  | 'measureText'
  | 'setLineDash'
>

export interface Brush {
  readonly pen: Pen
  readonly view: View
  readonly palette: Palette
}

/** A box on the screen, on whole pixels, so that its edges are sharp; never less than one. */
export function pixelsOf({ x, y, w, h }: Box, view: View): Box {
  const left = Math.round(x * view.zoom + view.x)
  const top = Math.round(y * view.zoom + view.y)
  return {
    x: left,
    y: top,
    w: Math.max(1, Math.round(w * view.zoom)),
    h: Math.max(1, Math.round(h * view.zoom))
  }
}
