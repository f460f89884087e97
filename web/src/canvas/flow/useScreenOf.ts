/** What the screen asks of the canvas: where to look, and how much of each card to show. */
import { useEffect } from 'react'
import { reveal } from '@/canvas/flow/revealing'
import type { Desk } from '@/canvas/gestures/desk'
import type { Screen } from '@/workspace/screen'

export function useScreenOf(desk: Desk): void {
  useEffect(() => {
    const { screen } = desk.workspace
    fold(desk, new Map(), screen.getState().folds)
    return screen.subscribe((now, before) => {
      if (now.folds !== before.folds) fold(desk, before.folds, now.folds)
      if (now.reveal !== before.reveal && now.reveal !== null) reveal(desk, now.reveal.element)
    })
  }, [desk])
}

type Folds = Screen['folds']

function fold({ stage }: Desk, before: Folds, now: Folds): void {
  for (const id of new Set([...before.keys(), ...now.keys()])) {
    const folding = now.get(id)
    if (folding !== before.get(id)) stage.fold(id, folding ?? 'folded')
  }
}
