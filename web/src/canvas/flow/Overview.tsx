/** The canvas from far away: one picture in place of all nodes. */
import { useCallback, useRef } from 'react'
import { useDesk, usePicture } from '@/canvas/flow/hooks'
import { penOn, usePainting } from '@/canvas/flow/painting'
import { usePalette } from '@/canvas/flow/usePalette'
import type { Desk } from '@/canvas/gestures/desk'
import type { Marks } from '@/canvas/overview/marks'
import { paintOverview } from '@/canvas/overview/painter'
import type { Workspace } from '@/workspace/workspace'
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
    workspace.presence.subscribe('halos', wish),
    workspace.findings.subscribe(wish)
  ]
  return () => {
    for (const end of ends) end()
  }
}

function marksOf({ workspace, stage }: Desk): Marks {
  const { presence, screen, findings } = workspace
  const { cards } = stage.scene
  const areOthersHere = presence.people.length > 1
  const peers = areOthersHere ? colours(cards.keys(), presence) : NOBODY
  const { report } = findings
  const isFine = report.errors + report.warnings === 0
  return {
    selection: screen.getState().selection,
    peers,
    findings: isFine ? FINE : levels(cards.keys(), findings)
  }
}

const NOBODY: Marks['peers'] = new Map()
const FINE: Marks['findings'] = new Map()

function colours(cards: Iterable<string>, presence: Workspace['presence']): Marks['peers'] {
  const peers = new Map<string, number>()
  for (const id of cards) {
    const colour = presence.peersOf(id)[0]?.colour
    if (colour !== undefined) peers.set(id, Number(colour.slice(1)))
  }
  return peers
}

function levels(cards: Iterable<string>, findings: Workspace['findings']): Marks['findings'] {
  const levels = new Map<string, 'error' | 'warn'>()
  for (const id of cards) {
    const level = findings.problemsOf(id)?.level
    if (level !== undefined) levels.set(id, level === 'error' ? 'error' : 'warn')
  }
  return levels
}
