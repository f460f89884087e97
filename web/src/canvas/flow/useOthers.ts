/** Drags of both sides: mine are told to others, theirs are drawn here. */
import { useEffect } from 'react'
import type { Desk } from '@/canvas/gestures/desk'

export function useOthers({ stage, workspace }: Desk): void {
  useEffect(() => {
    const { presence } = workspace
    const follow = () => stage.displaceTheirs(presence.drags)
    follow()
    const leaveDrags = presence.subscribe('drags', follow)
    const leavePicture = stage.picture.subscribe((now, before) => {
      if (now.lifted !== before.lifted) presence.dragging(now.lifted)
    })
    return () => {
      leaveDrags()
      leavePicture()
      presence.dragging(null)
    }
  }, [stage, workspace])
}
