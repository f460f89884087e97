/** What stands left and right of the canvas; below a certain width it lies over it. */
import { lazy, type ReactNode, Suspense } from 'react'
import { Boundary } from '@/app/Boundary'
import { INSPECTOR_BESIDE } from '@/app/useNarrowing'
import { IconButton } from '@/ui/IconButton'
import { Waiting } from '@/ui/Waiting'
import { useScreen, useWorkspace } from '@/workspace/hooks'

const Outline = lazy(async () => ({
  default: (await import('@/features/outline/Outline')).Outline
}))
const Inspector = lazy(async () => ({
  default: (await import('@/features/inspector/Inspector')).Inspector
}))
const FindingsPanel = lazy(async () => ({
  default: (await import('@/features/findings/FindingsPanel')).FindingsPanel
}))
const HistoryPanel = lazy(async () => ({
  default: (await import('@/features/history/HistoryPanel')).HistoryPanel
}))

export function LeftPanel() {
  const isOpen = useScreen(screen => screen.isRailOpen)
  if (!isOpen) return null
  return (
    <Boundary what="The outline">
      <Suspense fallback={<div className="workbench-rail" />}>
        <Outline />
      </Suspense>
    </Boundary>
  )
}

export function RightPanel() {
  const panel = useScreen(screen => screen.panel)
  const isOpen = useScreen(screen => screen.isInspectorOpen)
  if (!isOpen) return null
  switch (panel) {
    case 'details':
      return (
        <aside className="workbench-inspector" aria-label="Inspector">
          <Boundary what="The inspector">
            <Suspense fallback={null}>
              <Inspector />
            </Suspense>
          </Boundary>
        </aside>
      )
    case 'problems':
      return (
        <Titled title="Problems" keys="Alt+P">
          <FindingsPanel />
        </Titled>
      )
    case 'history':
      return (
        <Titled title="History" keys="Alt+H">
          <HistoryPanel />
        </Titled>
      )
  }
}

interface TitledProps {
  readonly title: string
  /** The key that opens and closes it. */
  readonly keys: string
  readonly children: ReactNode
}

function Titled({ title, keys, children }: TitledProps) {
  const workspace = useWorkspace()
  return (
    <aside className="workbench-inspector" aria-label={title}>
      <header className="workbench-panel-head">
        <h2>{title}</h2>
        <IconButton
          icon="x"
          label={`Close ${title.toLowerCase()}`}
          keys={keys}
          size="sm"
          onClick={() => workspace.show({ panel: 'details', isInspectorOpen: isBeside() })}
        />
      </header>
      <div className="workbench-panel-body">
        <Boundary key={title} what={title}>
          <Suspense fallback={<Waiting>Loading {title.toLowerCase()}</Waiting>}>
            {children}
          </Suspense>
        </Boundary>
      </div>
    </aside>
  )
}

/** Over the canvas there is nothing behind a panel that would have to come forth. */
function isBeside(): boolean {
  return window.matchMedia(INSPECTOR_BESIDE).matches
}
