/** What a marquee takes: cards that it touches, or only what it holds whole. */
import { type Box, encloses, touches } from '@/canvas/scene/box'
import type { CardShape, FrameShape } from '@/canvas/scene/shapes'

export type MarqueeMode = 'touching' | 'enclosing'

export interface Marked {
  readonly cards: ReadonlyMap<string, CardShape>
  readonly frames: ReadonlyMap<string, FrameShape>
  query(box: Box): readonly string[]
}

/**
 * The cards in a marquee, and the frames that it holds whole: to take a frame by its border would
 * take all that stands in it.
 */
export function marquee(scene: Marked, box: Box, mode: MarqueeMode): readonly string[] {
  const cards = scene.query(box).filter(id => {
    const shape = scene.cards.get(id)
    return (
      shape !== undefined &&
      (mode === 'enclosing' ? encloses(box, shape.box) : touches(box, shape.box))
    )
  })
  const frames = [...scene.frames.values()].filter(frame => encloses(box, frame.box))
  return [...frames.map(({ id }) => id), ...cards]
}
