/** What the screen asks of the canvas: where to look, and how much of each card to show. */
import { useEffect } from 'react'
import { boxOf } from '@/canvas/cards/coming'
import { reveal } from '@/canvas/flow/revealing'
import { seen } from '@/canvas/flow/view'
import type { Desk } from '@/canvas/gestures/desk'
import { centreOf, holds } from '@/canvas/scene/box'
import type { Editing, Screen } from '@/workspace/screen'

export function useScreenOf(desk: Desk): void {
  useEffect(() => {
    const { screen } = desk.workspace
    fold(desk, new Map(), screen.getState().folds)
    return screen.subscribe((now, before) => {
      if (now.folds !== before.folds) fold(desk, before.folds, now.folds)
      if (now.editing !== before.editing && now.editing !== null) attend(desk, now.editing)
      if (now.reveal !== before.reveal && now.reveal !== null) reveal(desk, now.reveal.element)
    })
  }, [desk])
}

/** What is typed in place is drawn whole, and in view. */
function attend({ stage, workspace, camera }: Desk, editing: Editing): void {
  if (editing.part === 'new card') {
    const box = boxOf(editing)
    const isInView = holds(seen(stage.view), centreOf(box))
    if (!isInView || stage.picture.getState().level !== 'full') camera.reveal(box)
    return
  }
  const element = editing.part === 'new line' ? editing.owner : editing.element
  const id = stage.scene.cardOf(element)
  const shape = id === undefined ? undefined : stage.scene.cards.get(id)
  if (id === undefined || shape === undefined) return
  const { folds } = workspace.screen.getState()
  const isHidden = shape.face.isCollapsed || shape.face.folded > 0
  if (editing.part !== 'name' && isHidden) workspace.show({ folds: new Map(folds).set(id, 'open') })
  if (stage.picture.getState().level !== 'full') camera.reveal(shape.box)
}

type Folds = Screen['folds']

function fold({ stage }: Desk, before: Folds, now: Folds): void {
  for (const id of new Set([...before.keys(), ...now.keys()])) {
    const folding = now.get(id)
    if (folding !== before.get(id)) stage.fold(id, folding ?? 'folded')
  }
}
