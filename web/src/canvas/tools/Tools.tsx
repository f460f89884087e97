/** What floats over the canvas. */
import { useEffect, useState } from 'react'
import { useDesk, usePicture } from '@/canvas/flow/hooks'
import { canEdit } from '@/canvas/gestures/desk'
import { fitAll } from '@/canvas/keys/actions'
import { AlignBar } from '@/canvas/tools/AlignBar'
import { CanvasMenu } from '@/canvas/tools/CanvasMenu'
import { EmptyHint } from '@/canvas/tools/EmptyHint'
import { FindBox } from '@/canvas/tools/FindBox'
import { LayoutStatus } from '@/canvas/tools/LayoutStatus'
import { Minimap } from '@/canvas/tools/Minimap'
import { ToolBar } from '@/canvas/tools/ToolBar'
import { ZoomBox } from '@/canvas/tools/ZoomBox'
import { useScreen, useStatus } from '@/workspace/hooks'

export function Tools() {
  const desk = useDesk()
  const tool = useScreen(({ tool }) => tool)
  const isFinding = useScreen(({ isFinding }) => isFinding)
  const isMinimapOpen = useScreen(({ isMinimapOpen }) => isMinimapOpen)
  const { scene } = desk.stage
  const isEmpty = usePicture(() => scene.cards.size + scene.frames.size === 0)
  useStatus() // whether one may edit can change
  const mayEdit = canEdit(desk)
  return (
    <div className="canvas-tools" data-floats>
      <ToolBar
        tool={tool}
        canEdit={mayEdit}
        onChoose={chosen => desk.workspace.show({ tool: chosen })}
      />
      <EmptyHint canEdit={mayEdit} />
      {mayEdit && <AlignBar />}
      {isFinding && <FindBox />}
      {isMinimapOpen && !isEmpty && <Minimap />}
      <LayoutStatus />
      <Zoom />
      <CanvasMenu />
    </div>
  )
}

function Zoom() {
  const desk = useDesk()
  const { stage, camera } = desk
  const [zoom, setZoom] = useState(1)
  useEffect(() => stage.onLook(view => setZoom(Math.round(view.zoom * 100) / 100)), [stage])
  return (
    <ZoomBox
      zoom={zoom}
      onNearer={() => camera.nearer()}
      onFarther={() => camera.farther()}
      onActualSize={() => camera.zoomTo(1)}
      onFit={() => fitAll(desk)}
    />
  )
}
