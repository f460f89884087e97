/** A box drawn over the canvas selects what it touches. */
import { type Desk, rest } from '@/canvas/gestures/desk'
import type { Stroke } from '@/canvas/gestures/pointer'
import { spanned } from '@/canvas/gestures/span'
import { type Box, encloses, type Point } from '@/canvas/scene/box'
import type { Scene } from '@/canvas/scene/scene'

/** `kept` stays selected whatever the box touches. */
export function marqueeStroke(desk: Desk, from: Point, kept: ReadonlySet<string>): Stroke {
  const { workspace, stage } = desk
  let last = ''
  return {
    about: [],
    move({ at }) {
      const box = spanned(from, at)
      desk.hand.setState({ doing: { doing: 'marquee', box } })
      const ids = [...new Set([...kept, ...taken(stage.scene, box)])]
      const now = ids.join()
      if (now !== last) workspace.select(...ids)
      last = now
    },
    end: () => rest(desk),
    cancel() {
      rest(desk)
      workspace.select(...kept)
    }
  }
}

/** The cards that a box touches, and the frames that it holds. */
function taken(scene: Scene, box: Box): readonly string[] {
  const frames = [...scene.frames.values()].filter(frame => encloses(box, frame.box))
  return [...scene.query(box), ...frames.map(({ id }) => id)]
}
