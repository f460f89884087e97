/** The canvas and the people on it: the largest part of the application, on its own way to the screen. */
import { Canvas } from '@/canvas/Canvas'
import { PresenceOverlay } from '@/features/presence/PresenceOverlay'

export function Drawing() {
  return (
    <Canvas>
      <PresenceOverlay />
    </Canvas>
  )
}
