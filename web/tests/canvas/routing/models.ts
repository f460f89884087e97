/** Made-up models to route: the same for the same seed. */
import type { EdgeRequest } from '@/canvas/routing/ends'
import type { Obstacle } from '@/canvas/routing/obstacles'

export interface Model {
  readonly cards: readonly Obstacle[]
  readonly edges: readonly EdgeRequest[]
}

/** A stream of numbers from 0 to 1 (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function heightOf(rows: number): number {
  return 41 + 22 * rows
}

/** Cards in columns, most edges to near ones and some to far ones. */
export function columns(count: number, edgeCount: number, seed = 1): Model {
  const random = chance(seed)
  const perColumn = Math.ceil(Math.sqrt(count * 0.9))
  const cards: Obstacle[] = []
  let y = 0
  for (let nth = 0; nth < count; nth += 1) {
    if (nth % perColumn === 0) y = snapped(random() * 160)
    const h = heightOf(3 + Math.floor(random() * 10))
    const x = Math.floor(nth / perColumn) * 352 + snapped(random() * 24)
    cards.push({ id: `c${nth}`, box: { x, y, w: 232, h } })
    y += snapped(h) + 40 + snapped(random() * 40)
  }
  return { cards, edges: edgesAmong(cards, edgeCount, perColumn, random) }
}

function edgesAmong(
  cards: readonly Obstacle[],
  edgeCount: number,
  perColumn: number,
  random: () => number
): readonly EdgeRequest[] {
  const edges: EdgeRequest[] = []
  for (let nth = 0; nth < edgeCount; nth += 1) {
    const from = Math.floor(random() * cards.length)
    const far = random() < 0.1
    const aside = far ? Math.floor(random() * 5) - 2 : Math.floor(random() * 3) - 1
    const shift = Math.floor(random() * 9) - 4
    const to = Math.min(Math.max(from + aside * perColumn + shift, 0), cards.length - 1)
    edges.push({
      id: `e${nth}`,
      from: { card: `c${from}`, row: Math.floor(random() * 3) },
      to: { card: `c${to}`, row: null }
    })
  }
  return edges
}

function snapped(value: number): number {
  return Math.round(value / 8) * 8
}
