/** The canvas: what is modelled, drawn and drawn on. */
import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import type { ReactNode } from 'react'
import { EdgeHint } from '@/canvas/edges/EdgeHint'
import { EdgeLayer } from '@/canvas/edges/EdgeLayer'
import { Flow } from '@/canvas/flow/Flow'
import { DeskContext } from '@/canvas/flow/hooks'
import { Overview } from '@/canvas/flow/Overview'
import { useDeskOf } from '@/canvas/flow/useDeskOf'
import { Doings } from '@/canvas/gestures/Doings'
import { Mishap } from '@/canvas/Mishap'
import { Surface } from '@/canvas/Surface'
import { Tools } from '@/canvas/tools/Tools'
import { useWorkspace } from '@/workspace/hooks'
import './canvas.css'

interface CanvasProps {
  /** What lies over it, such as the pointers of others. */
  readonly children?: ReactNode
}

export function Canvas({ children }: CanvasProps) {
  return (
    <Mishap>
      <ReactFlowProvider>
        <OpenCanvas>{children}</OpenCanvas>
      </ReactFlowProvider>
    </Mishap>
  )
}

function OpenCanvas({ children }: CanvasProps) {
  const desk = useDeskOf(useWorkspace())
  return (
    <DeskContext value={desk}>
      <div className="canvas-frame">
        <Surface>
          <Overview />
          <Flow>
            <EdgeLayer />
            <Doings />
            {children}
          </Flow>
          <EdgeHint />
        </Surface>
        <Tools />
      </div>
    </DeskContext>
  )
}
