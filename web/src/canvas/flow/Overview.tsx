/** The canvas from far away: one picture in place of all nodes. */
import { useCallback, useRef } from 'react'
import { useDesk, usePicture } from '@/canvas/flow/hooks'
import { penOn, usePainting } from '@/canvas/flow/painting'
import { usePalette } from '@/canvas/flow/usePalette'
import type { Desk } from '@/canvas/gestures/desk'
import type { Marks } from '@/canvas/overview/marks'
import { paintOverview } from '@/canvas/overview/painter'
import './overview.css'

export function Overview() {
  const desk = useDesk()
  const palette = usePalette()
  const isFar = usePicture(({ level }) => level === 'overview')
  const canvas = useRef<HTMLCanvasElement>(null)
  const paint = useCallback(
    (element: HTMLCanvasElement) => {
      const { stage } = desk
      const { view } = stage
      const pen = isFar ? penOn(element, view.width, view.height) : null
      if (pen === null) return
      const lineOf = (id: string) => stage.routes.route(id)?.points
      paintOverview(pen, { scene: stage.scene, marks: marksOf(desk), lineOf }, view, palette)
    },
    [desk, palette, isFar]
  )
  const follow = useCallback((wish: () => void) => following(desk, wish), [desk])
  usePainting(canvas, paint, follow)
  return (
    <canvas
      ref={canvas}
      className={isFar ? 'overview overview-shown' : 'overview'}
      role="img"
      aria-label="The model from far away"
    />
  )
}

function following({ stage, workspace }: Desk, wish: () => void): () => void {
  const ends = [
    stage.onLook(wish),
    stage.picture.subscribe(wish),
    workspace.screen.subscribe((now, before) => {
      if (now.selection !== before.selection) wish()
    }),
    workspace.presence.subscribe('halos', wish)
  ]
  return () => {
    for (const end of ends) end()
  }
}

function marksOf({ workspace, stage }: Desk): Marks {
  const { presence, screen } = workspace
  const peers = new Map<string, number>()
  if (presence.people.length > 1) {
    for (const id of stage.scene.cards.keys()) {
      const colour = presence.peersOf(id)[0]?.colour
      if (colour !== undefined) peers.set(id, Number(colour.slice(1)))
    }
  }
  return { selection: screen.getState().selection, peers, findings: new Map() }
}
