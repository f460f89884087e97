/** What the hand works on: the whole pane, with the dots that move under it. */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { bringEditors } from '@/canvas/cards/typed'
import { useDesk, useHand, usePicture } from '@/canvas/flow/hooks'
import type { View } from '@/canvas/flow/view'
import type { Handlers } from '@/canvas/gestures/Hands'
import { useScreen } from '@/workspace/hooks'

const Hands = lazy(async () => {
  const [{ Hands }] = await Promise.all([import('@/canvas/gestures/Hands'), bringEditors()])
  return { default: Hands }
})

interface SurfaceProps {
  readonly children: ReactNode
}

export function Surface({ children }: SurfaceProps) {
  const { stage } = useDesk()
  const root = useRef<HTMLElement>(null)
  const level = usePicture(({ level }) => level)
  const isGliding = usePicture(({ isGliding }) => isGliding)
  const [handlers, setHandlers] = useState<Handlers | null>(null)
  useEffect(() => stage.onLook(view => root.current && dot(root.current, view)), [stage])
  return (
    <section
      className={`canvas ${useCursor()}`}
      ref={root}
      aria-label="Canvas"
      aria-busy={handlers === null}
      data-level={level}
      data-gliding={isGliding || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys work on the canvas as a whole
      tabIndex={0}
      {...handlers}
    >
      {children}
      <Suspense>
        <Hands root={root} onReady={setHandlers} />
      </Suspense>
    </section>
  )
}

function useCursor(): string {
  const tool = useScreen(({ tool }) => tool.tool)
  const hover = useHand(({ hover, doing }) =>
    doing.doing === 'nothing' && hover.on === 'card' ? hover.part : doing.doing
  )
  const isPanning = useHand(({ isPanning }) => isPanning)
  if (tool === 'hand' || isPanning) return 'canvas-hand'
  if (tool !== 'select') return 'canvas-placing'
  return hover === 'rim' || hover === 'resizing' ? 'canvas-resizing' : ''
}

/** Dots every 24 units of the canvas, as large as a dot is anywhere; none where they were a haze. */
function dot({ style }: HTMLElement, { x, y, zoom }: View): void {
  const step = 24 * zoom
  style.setProperty('--canvas-step', step < 9 ? '0' : `${step}px`)
  style.setProperty('--canvas-x', `${x % step}px`)
  style.setProperty('--canvas-y', `${y % step}px`)
}
