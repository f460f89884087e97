/** The canvas: what is modelled, drawn and drawn on. */
import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { lazy, type ReactNode, Suspense } from 'react'
import { EdgeLayer } from '@/canvas/edges/EdgeLayer'
import { Flow } from '@/canvas/flow/Flow'
import { DeskContext } from '@/canvas/flow/hooks'
import { Overview } from '@/canvas/flow/Overview'
import { useDeskOf } from '@/canvas/flow/useDeskOf'
import { Surface } from '@/canvas/Surface'
import { useWorkspace } from '@/workspace/hooks'
import './canvas.css'

const Tools = lazy(async () => ({ default: (await import('@/canvas/tools/Tools')).Tools }))

interface CanvasProps {
  /** What lies over it, such as the pointers of others. */
  readonly children?: ReactNode
}

export function Canvas({ children }: CanvasProps) {
  return (
    <ReactFlowProvider>
      <OpenCanvas>{children}</OpenCanvas>
    </ReactFlowProvider>
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
            {children}
          </Flow>
        </Surface>
        <Suspense>
          <Tools />
        </Suspense>
      </div>
    </DeskContext>
  )
}
