/** Shapes as nodes of React Flow: the same node for the same shape, so that nothing else renders. */
import type { Node } from '@xyflow/react'
import type { AreaShape, CardShape, FrameShape } from '@/canvas/scene/shapes'

export type CardNode = Node<{ shape: CardShape }, 'card' | 'far'>
export type FrameNode = Node<{ shape: FrameShape }, 'frame'>
export type AreaNode = Node<{ shape: AreaShape }, 'area'>
export type FlowNode = CardNode | FrameNode | AreaNode

/** Below the edges, and above them; `card.css` and `edge.css` stand between. */
const GROUND = 0
const CARD = 3

const UNDER = new WeakMap<FrameShape | AreaShape, FrameNode | AreaNode>()
const NEAR = new WeakMap<CardShape, CardNode>()
const FAR = new WeakMap<CardShape, CardNode>()

export function cardNode(shape: CardShape, type: 'card' | 'far'): CardNode {
  const made = type === 'card' ? NEAR : FAR
  return kept(made, shape, () => ({ ...nodeOf(shape, CARD), type, data: { shape } }))
}

export function frameNode(shape: FrameShape): FrameNode | AreaNode {
  return kept(UNDER, shape, () => ({ ...nodeOf(shape, GROUND), type: 'frame', data: { shape } }))
}

/** An area has the id of its aggregate, which is a node too. */
export function areaNode(shape: AreaShape): FrameNode | AreaNode {
  return kept(UNDER, shape, () => ({
    ...nodeOf(shape, GROUND),
    id: `area ${shape.id}`,
    type: 'area',
    data: { shape }
  }))
}

function nodeOf({ id, box }: CardShape | FrameShape | AreaShape, zIndex: number) {
  return {
    id,
    position: { x: box.x, y: box.y },
    width: box.w,
    height: box.h,
    zIndex,
    handles: []
  }
}

function kept<Shape extends object, Made>(
  map: WeakMap<Shape, Made>,
  shape: Shape,
  make: () => Made
): Made {
  const held = map.get(shape)
  if (held !== undefined) return held
  const made = make()
  map.set(shape, made)
  return made
}
