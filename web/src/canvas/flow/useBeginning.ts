/** What is seen first: what was seen here last, else everything; once something is there. */
import { useEffect } from 'react'
import type { View } from '@/canvas/flow/view'
import type { Desk } from '@/canvas/gestures/desk'

const KEY = 'schemaos view'
/** How long a view must last before it is remembered, in milliseconds. */
const REST = 500

type Seen = Pick<View, 'x' | 'y' | 'zoom'>

export function useBeginning(desk: Desk): void {
  useEffect(() => {
    const { stage, workspace, camera } = desk
    const name = `${KEY} ${workspace.slug}`
    const kept = remembered(name)
    let hasBegun = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const begin = () => {
      if (hasBegun || stage.view.width === 0 || stage.scene.bounds === null) return
      hasBegun = true
      if (kept === null) camera.fit(stage.scene.bounds, 'jump')
      else camera.go(kept, 'jump')
    }
    const leaveLook = stage.onLook(view => {
      begin()
      clearTimeout(timer)
      timer = setTimeout(() => hasBegun && remember(name, view), REST)
    })
    // Who draws the first card looks at the place where they draw it.
    const leaveScreen = workspace.screen.subscribe(({ editing }) => {
      hasBegun ||= editing !== null
    })
    const leaveGraph = workspace.graph.subscribe(() => requestAnimationFrame(begin))
    return () => {
      leaveLook()
      leaveGraph()
      leaveScreen()
      clearTimeout(timer)
    }
  }, [desk])
}

function remembered(name: string): Seen | null {
  try {
    const { x, y, zoom } = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Seen>
    const isView = [x, y, zoom].every(part => Number.isFinite(part))
    return isView ? ({ x, y, zoom } as Seen) : null
  } catch {
    return null
  }
}

function remember(name: string, { x, y, zoom }: View): void {
  try {
    localStorage.setItem(name, JSON.stringify({ x, y, zoom }))
  } catch {
    // A browser that keeps nothing begins with everything in view.
  }
}
