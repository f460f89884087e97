/**
 * The frame around an open model.
 *
 *     bar: which model, how it fares, who is here
 *     banner: what must be known of the connection
 *     outline | canvas, toasts | details, problems or history
 */
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Boundary } from '@/app/Boundary'
import { LeftPanel, RightPanel } from '@/app/SidePanels'
import { useNarrowing } from '@/app/useNarrowing'
import { useWorkbenchKeys } from '@/app/useWorkbenchKeys'
import { WorkbenchBar } from '@/app/WorkbenchBar'
import { useModelName } from '@/features/bar/useModelName'
import { ConnectionBanner } from '@/features/connection/ConnectionBanner'
import { NothingYet } from '@/features/connection/NothingYet'
import { useClosingGuard } from '@/features/connection/useClosingGuard'
import { Notices } from '@/features/notices/Notices'
import { Waiting } from '@/ui/Waiting'
import './workbench.css'

const Drawing = lazy(async () => ({ default: (await import('@/app/Drawing')).Drawing }))

interface WorkbenchProps {
  /** The menu of the person at this device. */
  readonly me: ReactNode
}

export function Workbench({ me }: WorkbenchProps) {
  useTitle()
  useWorkbenchKeys()
  useNarrowing()
  useClosingGuard()
  return (
    <div className="workbench">
      <a className="workbench-skip" href="#canvas">
        Skip to the canvas
      </a>
      <WorkbenchBar me={me} />
      <ConnectionBanner />
      <main className="workbench-body">
        <LeftPanel />
        <div className="workbench-center" id="canvas" tabIndex={-1}>
          <Boundary what="The canvas">
            <Suspense fallback={<Waiting>Loading the canvas</Waiting>}>
              <Drawing />
            </Suspense>
          </Boundary>
          <NothingYet />
          <Notices />
        </div>
        <RightPanel />
      </main>
    </div>
  )
}

function useTitle(): void {
  const name = useModelName()
  useEffect(() => {
    const former = document.title
    document.title = `${name} · SchemaOS`
    return () => {
      document.title = former
    }
  }, [name])
}
