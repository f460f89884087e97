/** Going to an element: its card or frame comes into view. */
import type { Desk } from '@/canvas/gestures/desk'

export function reveal({ stage, camera }: Pick<Desk, 'stage' | 'camera'>, element: string): void {
  const { scene } = stage
  const frame = scene.frames.get(element)
  if (frame !== undefined) {
    camera.fit(frame.box)
    return
  }
  const card = scene.cardOf(element)
  const shape = card === undefined ? undefined : scene.cards.get(card)
  if (shape !== undefined) camera.reveal(shape.box)
}
