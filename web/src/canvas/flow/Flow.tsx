/** React Flow, given what is near the view; its own hands are off: `gestures/` has the hand. */
import { type NodeProps, type NodeTypes, ReactFlow } from '@xyflow/react'
import { memo, type ReactNode } from 'react'
import { Card } from '@/canvas/cards/Card'
import { FarCard } from '@/canvas/cards/FarCard'
import { Area, Frame } from '@/canvas/flow/Ground'
import { useHand, usePicture } from '@/canvas/flow/hooks'
import type { AreaNode, CardNode, FrameNode } from '@/canvas/flow/nodes'
import { LEAST_ZOOM, MOST_ZOOM } from '@/canvas/flow/view'
import { useScreen } from '@/workspace/hooks'

/** The same wherever it stands: a card that only moves is not made anew. */
const StillCard = memo(Card, ({ shape: one }, { shape: other }) => {
  return one.id === other.id && one.face === other.face
})

const NODES: NodeTypes = {
  card: memo(({ data }: NodeProps<CardNode>) => <StillCard shape={data.shape} />),
  far: memo(({ data }: NodeProps<CardNode>) => <FarCard shape={data.shape} />),
  frame: memo(({ data }: NodeProps<FrameNode>) => <Frame shape={data.shape} />),
  area: memo(({ data }: NodeProps<AreaNode>) => <Area id={data.shape.id} />)
}

const BARE = { hideAttribution: true }
const MIDDLE = [1]
const LEFT_AND_MIDDLE = [0, 1]

interface FlowProps {
  readonly children: ReactNode
}

export function Flow({ children }: FlowProps) {
  const nodes = usePicture(({ nodes }) => nodes)
  const isHand = useScreen(({ tool }) => tool.tool === 'hand')
  const isPanning = useHand(({ isPanning }) => isPanning)
  return (
    <ReactFlow
      nodes={nodes as (typeof nodes)[number][]}
      nodeTypes={NODES}
      onlyRenderVisibleElements
      minZoom={LEAST_ZOOM}
      maxZoom={MOST_ZOOM}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      panOnScroll
      panOnDrag={isHand || isPanning ? LEFT_AND_MIDDLE : MIDDLE}
      zoomOnDoubleClick={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
      proOptions={BARE}
    >
      {children}
    </ReactFlow>
  )
}
