/** The canvas of an open model: made once, following React Flow's view, closed with the page. */
import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { Camera } from '@/canvas/flow/camera'
import { Stage } from '@/canvas/flow/stage'
import { useArranging } from '@/canvas/flow/useArranging'
import { useBeginning } from '@/canvas/flow/useBeginning'
import { useOthers } from '@/canvas/flow/useOthers'
import { useScreenOf } from '@/canvas/flow/useScreenOf'
import type { Desk } from '@/canvas/gestures/desk'
import { handStore } from '@/canvas/gestures/doing'
import type { Workspace } from '@/workspace/workspace'

export function useDeskOf(workspace: Workspace): Desk {
  const flow = useReactFlow()
  const store = useStoreApi()
  const desk = useMemo(() => {
    const stage = new Stage(workspace.graph)
    const camera = new Camera(flow, () => stage.view)
    return { workspace, stage, camera, hand: handStore() }
  }, [workspace, flow])
  useEffect(() => {
    const { stage } = desk
    const look = () => {
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      const { view } = stage
      const isSame = view.x === x && view.y === y && view.zoom === zoom
      if (!isSame || view.width !== width || view.height !== height) {
        stage.look({ x, y, zoom, width, height })
      }
    }
    look()
    return store.subscribe(look)
  }, [desk, store])
  useEffect(() => desk.stage.open(), [desk])
  useScreenOf(desk)
  useBeginning(desk)
  useArranging(desk)
  useOthers(desk)
  return desk
}
