/** The edges of the stage: below the cards, those of the selection above all others. */
import { ViewportPortal } from '@xyflow/react'
import { useMemo } from 'react'
import { Edge } from '@/canvas/edges/Edge'
import { useHand, usePicture } from '@/canvas/flow/hooks'
import type { DrawnEdge } from '@/canvas/flow/stage'
import { useScreen } from '@/workspace/hooks'
import './edge.css'

/** With more edges than this the quiet ones are shown on request. */
const MANY = 40

export function EdgeLayer() {
  const edges = usePicture(({ edges }) => edges)
  const hasNumbers = usePicture(({ level }) => level === 'full')
  const selection = useScreen(({ selection }) => selection)
  const hovered = useHand(({ hover }) => (hover.on === 'edge' ? hover.id : null))
  const near = useHand(({ hover }) => (hover.on === 'card' ? hover.id : null))
  const rows = useMemo(() => sorted(edges, selection), [edges, selection])
  const draw = (edge: DrawnEdge, isActive: boolean) => (
    <Edge
      key={edge.shape.id}
      edge={edge}
      isActive={isActive}
      isHovered={edge.shape.id === hovered}
      hasNumbers={hasNumbers}
    />
  )
  const isShown = ({ shape }: DrawnEdge) =>
    !shape.isQuiet || edges.length <= MANY || near === shape.source || near === shape.target
  return (
    <ViewportPortal>
      <svg className="edges" aria-hidden="true">
        {rows.still.filter(isShown).map(edge => draw(edge, false))}
      </svg>
      <svg className="edges edges-top" aria-hidden="true">
        {rows.active.map(edge => draw(edge, true))}
      </svg>
    </ViewportPortal>
  )
}

/** Those that touch the selection apart. */
function sorted(edges: readonly DrawnEdge[], selection: ReadonlySet<string>) {
  const touches = ({ shape }: DrawnEdge) =>
    selection.has(shape.source) || selection.has(shape.target) || selection.has(shape.element)
  if (selection.size === 0) return { still: edges, active: [] }
  return { still: edges.filter(edge => !touches(edge)), active: edges.filter(touches) }
}
