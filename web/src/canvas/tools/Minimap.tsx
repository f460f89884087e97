/** All of the canvas, small, with the part that is seen; press and drag to go elsewhere. */
import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useDesk } from '@/canvas/flow/hooks'
import { penOn, usePainting } from '@/canvas/flow/painting'
import { usePalette } from '@/canvas/flow/usePalette'
import { seen, toCanvas } from '@/canvas/flow/view'
import type { Desk } from '@/canvas/gestures/desk'
import { MINIMAP, mapOf, paintMinimap, seenOnMap } from '@/canvas/overview/minimap'
import type { Box } from '@/canvas/scene/box'
import { titleWithKeys } from '@/ui/shortcut'
import './minimap.css'

/** All cards are painted at most so often, in milliseconds: a drag needs its frames itself. */
const PAUSE = 250

export function Minimap() {
  const desk = useDesk()
  const palette = usePalette()
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const paint = useCallback(
    (element: HTMLCanvasElement) => {
      const { scene } = desk.stage
      const pen = penOn(element, MINIMAP.w, MINIMAP.h)
      const { selection } = desk.workspace.screen.getState()
      if (pen !== null) paintMinimap(pen, scene, mapOf(scene.bounds), palette, selection)
    },
    [desk, palette]
  )
  const follow = useCallback((wish: () => void) => following(desk, wish), [desk])
  usePainting(canvas, paint, follow)
  useEffect(() => showingSeen(desk, frame.current), [desk])
  const press = usePress(desk)
  return (
    <div
      className="minimap"
      role="img"
      aria-label="Minimap"
      title={titleWithKeys('Minimap', 'Shift+M')}
      {...press}
    >
      <canvas ref={canvas} className="minimap-picture" />
      <div ref={frame} className="minimap-seen" />
    </div>
  )
}

function usePress({ stage, camera }: Desk) {
  const [isDown, setDown] = useState(false)
  const go = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect()
    const map = mapOf(stage.scene.bounds)
    const { x, y } = toCanvas(map, { x: clientX - left, y: clientY - top })
    const { zoom, width, height } = stage.view
    camera.go({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom }, 'jump')
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      setDown(true)
      go(event)
    },
    onPointerMove: (event: PointerEvent) => {
      if (isDown) go(event)
    },
    onPointerUp: () => setDown(false),
    onPointerCancel: () => setDown(false)
  }
}

/** Wish for a new picture at most so often while things move. */
function following({ stage, workspace }: Desk, wish: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      wish()
    }, PAUSE)
  }
  const ends = [stage.onChange(later), workspace.screen.subscribe(later)]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

/** Keep the frame around what is seen; returns how to stop. */
function showingSeen({ stage }: Desk, frame: HTMLElement | null): () => void {
  const show = () => {
    if (frame === null) return
    place(frame, seenOnMap(seen(stage.view), mapOf(stage.scene.bounds)))
  }
  const ends = [stage.onLook(show), stage.onChange(show)]
  return () => {
    for (const end of ends) end()
  }
}

function place({ style }: HTMLElement, { x, y, w, h }: Box): void {
  style.transform = `translate(${x}px,${y}px)`
  style.width = `${w}px`
  style.height = `${h}px`
}
