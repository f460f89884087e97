/** The bar of an open model: left which model and how it fares, right who is here. */
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { changeModel } from '@/api/models'
import { DetailsButton, FindButton, HistoryButton, OutlineButton } from '@/features/bar/BarButtons'
import { ModelName } from '@/features/bar/ModelName'
import { ShareButton } from '@/features/bar/ShareButton'
import { UndoRedo } from '@/features/bar/UndoRedo'
import { SavedState } from '@/features/connection/SavedState'
import { FindingsChip } from '@/features/findings/FindingsChip'
import { People } from '@/features/presence/People'
import { Bar, BarSpace } from '@/ui/Bar'
import { Logo } from '@/ui/Logo'
import { useScreen } from '@/workspace/hooks'
import './workbench-bar.css'

interface WorkbenchBarProps {
  readonly me: ReactNode
}

export function WorkbenchBar({ me }: WorkbenchBarProps) {
  const isRailOpen = useScreen(screen => screen.isRailOpen)
  const isInspectorOpen = useScreen(screen => screen.isInspectorOpen)
  return (
    <Bar>
      <Link href="/" className="bar-logo" aria-label="All models" title="All models">
        <Logo />
      </Link>
      <span className="workbench-bar-rail" data-open={isRailOpen}>
        <OutlineButton />
      </span>
      <ModelName archive={slug => changeModel(slug, { archived: true })} />
      <FindingsChip />
      <span className="workbench-bar-line" />
      <UndoRedo />
      <BarSpace />
      <SavedState />
      <HistoryButton />
      <People />
      {me}
      <FindButton />
      <span className="workbench-bar-inspector" data-open={isInspectorOpen}>
        <DetailsButton />
      </span>
      <ShareButton />
    </Bar>
  )
}
