/** Shapes of an icon as SVG. */
import type { ReactNode } from 'react'
import type { Stroke } from '@/ui/stroke'

/** `classOf` gives each shape its class, where they have different roles. */
export function strokesOf<Shape extends Stroke>(
  strokes: readonly Shape[],
  classOf: (stroke: Shape) => string | undefined = () => undefined
): ReactNode {
  return strokes.map((stroke, place) => {
    const { shape, ...attributes } = { ...stroke, role: undefined }
    const Shape = shape
    // biome-ignore lint/suspicious/noArrayIndexKey: the shapes of an icon never change their order
    return <Shape key={place} className={classOf(stroke)} {...attributes} />
  })
}
