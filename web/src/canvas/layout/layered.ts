/** Blocks in layers from left to right, as ELK lays them out. */
import type { ElkNode } from 'elkjs/lib/elk-api'
import { type Block, joined } from '@/canvas/layout/block'
import { neighbours } from '@/canvas/layout/components'
import { packed } from '@/canvas/layout/packing'
import { snapped } from '@/canvas/layout/request'
import type { Point } from '@/canvas/routing/geometry'

/** Runs ELK on a graph, wherever it is. */
export type Arrange = (graph: ElkNode) => Promise<ElkNode>

/** Between cards of one layer, and from layer to layer: there edges run side by side. */
const GAP = { card: 48, layer: 88, lane: 16 } as const
const ASPECT = 1.6

/** Ways to lay out the same, to choose from: some graphs are deep, others broad. */
interface Manner {
  readonly layering: 'NETWORK_SIMPLEX' | 'MIN_WIDTH'
  /** From the referring to what it refers to, or from the middle of all outwards. */
  readonly edges: 'along' | 'outwards'
}

const PLAIN: Manner = { layering: 'NETWORK_SIMPLEX', edges: 'along' }
const OTHERS: readonly Manner[] = [
  { layering: 'MIN_WIDTH', edges: 'along' },
  { layering: 'NETWORK_SIMPLEX', edges: 'outwards' }
]
/** What is larger is laid out in parts when it would be a tower. */
export const FEW = 60
/** Up to so many blocks and edges all manners are tried, with the nicer and slower placement. */
const LIGHT = 3 * FEW
/** Where each is linked to so many there are no layers to be seen, and looking for them takes minutes. */
const THICKET = 6

type Link = readonly [number, number]

export async function layered(
  blocks: readonly Block[],
  edges: readonly Link[],
  arrange: Arrange
): Promise<Block> {
  if (edges.length > THICKET * blocks.length) return packed(blocks, GAP.layer)
  const lay = async (manner: Manner) => {
    const links = manner.edges === 'along' ? edges : outwards(blocks.length, edges)
    return read(blocks, edges, await arrange(graphOf(blocks, links, manner)))
  }
  let best = await lay(PLAIN)
  for (const manner of blocks.length + edges.length > LIGHT ? [] : OTHERS)
    best = better(best, await lay(manner))
  return best.block
}

function better(one: Laid, other: Laid): Laid {
  return other.badness < one.badness ? other : one
}

/** A tower, or a snake. */
export function isOdd({ w, h }: Block): boolean {
  return h > w || w > 2 * ASPECT * h
}

interface Laid {
  readonly block: Block
  readonly badness: number
}

/** What ELK answers, and how large a screen must be for it and how far its edges go. */
function read(blocks: readonly Block[], edges: readonly Link[], graph: ElkNode): Laid {
  const corners = new Map(
    (graph.children ?? []).map(({ id, x, y }) => [id, { x: x ?? 0, y: y ?? 0 }])
  )
  const cornerOf = (nth: number) => corners.get(`${nth}`) ?? { x: 0, y: 0 }
  const left = Math.min(...blocks.map((_, nth) => cornerOf(nth).x))
  const top = Math.min(...blocks.map((_, nth) => cornerOf(nth).y))
  const placed = blocks.map((block, nth): readonly [Block, Point] => {
    const { x, y } = cornerOf(nth)
    return [block, snapped({ x: x - left, y: y - top })]
  })
  const block = joined(placed)
  const lengths = edges.map(([from, to]) => distance(placed[from], placed[to]))
  const length = lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, edges.length)
  return { block, badness: Math.max(block.w / ASPECT, block.h) + 2 * length }
}

/** What is between two blocks. */
function distance(
  one: readonly [Block, Point] | undefined,
  other: readonly [Block, Point] | undefined
): number {
  if (one === undefined || other === undefined) return 0
  const [first, from] = one
  const [second, to] = other
  const aside = Math.max(0, to.x - from.x - first.w, from.x - to.x - second.w)
  const above = Math.max(0, to.y - from.y - first.h, from.y - to.y - second.h)
  return aside + above
}

/** Every edge turned so that it leads away from the block that is the least far from all others. */
function outwards(size: number, edges: readonly Link[]): readonly Link[] {
  let best: readonly number[] = []
  let least = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < size; nth += 1) {
    const steps = stepsFrom(nth, size, edges)
    const sum = Math.max(...steps) * size + steps.reduce((all, one) => all + one, 0)
    if (sum < least) [best, least] = [steps, sum]
  }
  return edges.map(([from, to]) => ((best[from] ?? 0) > (best[to] ?? 0) ? [to, from] : [from, to]))
}

function stepsFrom(first: number, size: number, edges: readonly Link[]): readonly number[] {
  const near = neighbours({ size, edges })
  const steps = Array.from({ length: size }, () => size)
  steps[first] = 0
  const queue = [first]
  for (const at of queue) {
    for (const next of near[at] ?? []) {
      if ((steps[next] ?? 0) < size) continue
      steps[next] = (steps[at] ?? 0) + 1
      queue.push(next)
    }
  }
  return steps
}

function graphOf(blocks: readonly Block[], edges: readonly Link[], manner: Manner): ElkNode {
  return {
    id: 'root',
    layoutOptions: options(manner, blocks.length + edges.length),
    children: blocks.map(({ w, h }, nth) => ({ id: `${nth}`, width: w, height: h })),
    edges: edges.map(([from, to], nth) => ({
      id: `e${nth}`,
      sources: [`${from}`],
      targets: [`${to}`]
    }))
  }
}

function options({ layering }: Manner, weight: number): Record<string, string> {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.padding': '[left=0, top=0, right=0, bottom=0]',
    'elk.randomSeed': '1',
    'elk.separateConnectedComponents': 'false',
    'elk.spacing.nodeNode': `${GAP.card}`,
    'elk.spacing.edgeNode': `${GAP.lane}`,
    'elk.spacing.edgeEdge': `${GAP.lane}`,
    'elk.layered.spacing.nodeNodeBetweenLayers': `${GAP.layer}`,
    'elk.layered.spacing.edgeNodeBetweenLayers': `${2 * GAP.lane}`,
    'elk.layered.spacing.edgeEdgeBetweenLayers': `${GAP.lane}`,
    'elk.layered.layering.strategy': layering,
    // The network simplex is recursive over the edges: of many it is slow, or ends for want of stack.
    'elk.layered.nodePlacement.strategy': weight <= LIGHT ? 'NETWORK_SIMPLEX' : 'BRANDES_KOEPF',
    'elk.layered.cycleBreaking.strategy': 'GREEDY'
  }
}
