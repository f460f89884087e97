/** Paints a large model in a page, for `overview.mjs` to measure. */

import type { Marks } from '@/canvas/overview/marks'
import { mapOf, paintMinimap } from '@/canvas/overview/minimap'
import { paintOverview } from '@/canvas/overview/painter'
import { paletteOf } from '@/canvas/overview/palette'
import { straight } from '@/canvas/scene/anchor'
import type { Point } from '@/canvas/scene/box'
import { Scene } from '@/canvas/scene/scene'
import type { EdgeShape } from '@/canvas/scene/shapes'
import { Graph } from '@/model/graph'
import { largeModel } from './largeModel'

const NO_MARKS: Marks = { selection: new Set(), peers: new Map(), findings: new Map() }
const COUNT = Number(new URLSearchParams(location.search).get('cards') ?? 5000)
const WIDTH = 1280
const HEIGHT = 720
const FRAMES = 120

const { document: model, cards } = largeModel(COUNT)
const timed = <Result>(task: () => Result) => {
  const start = performance.now()
  const result = task()
  return { result, ms: performance.now() - start }
}
const graph = timed(() => new Graph(() => model))
const built = timed(() => new Scene(graph.result))
const scene = built.result
const palette = paletteOf(getComputedStyle(document.documentElement))

/** What the router would give, roughly: two bends half way. */
const lines = new Map<string, readonly Point[]>()
for (const edge of scene.edges.values()) lines.set(edge.id, bent(edge))

function bent(edge: EdgeShape): readonly Point[] {
  const [source, target] = [scene.cards.get(edge.source), scene.cards.get(edge.target)]
  if (source === undefined || target === undefined) return []
  const [from, to] = straight(edge, source, target)
  const x = (from.x + to.x) / 2
  return [from, { x, y: from.y }, { x, y: to.y }, to]
}

const marks = {
  selection: new Set(cards.slice(0, 20)),
  peers: new Map(cards.slice(30, 40).map(id => [id, 2])),
  findings: new Map(cards.filter((_, nth) => nth % 25 === 0).map(id => [id, 'warn' as const]))
}

function penOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.querySelector('canvas')
  const pen = canvas?.getContext('2d')
  if (!canvas || !pen) throw new Error('this page has no canvas')
  canvas.width = width * devicePixelRatio
  canvas.height = height * devicePixelRatio
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
  return pen
}

const pen = penOf(WIDTH, HEIGHT)

/** Pan for some frames: what painting takes, raster included, and what is between two frames. */
async function pan(zoom: number, ways: 'straight' | 'routed') {
  const lineOf = (edge: string) => (ways === 'routed' ? lines.get(edge) : undefined)
  const painting: number[] = []
  const frames: number[] = []
  let last = 0
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const now = await new Promise(requestAnimationFrame)
    if (frame > 1) frames.push(now - last)
    last = now
    const view = { x: -100 - frame * 7, y: -60 - frame * 3, zoom, width: WIDTH, height: HEIGHT }
    const { ms } = timed(() => {
      paintOverview(pen, { scene, marks, lineOf }, view, palette)
      pen.getImageData(0, 0, 1, 1)
    })
    painting.push(ms)
  }
  return { painting, frames }
}

function minimap(): readonly number[] {
  const map = mapOf(scene.bounds)
  return Array.from({ length: 20 }, () => {
    const { ms } = timed(() => {
      paintMinimap(pen, scene, map, palette, marks.selection)
      pen.getImageData(0, 0, 1, 1)
    })
    return ms
  })
}

/** One card dragged, one field renamed. */
function edits() {
  const drags = cards
    .slice(0, 60)
    .map(id => timed(() => scene.displace(new Map([[id, { x: 0, y: 0 }]]))).ms)
  scene.displace(new Map())
  const touches = cards
    .slice(0, 60)
    .map(id => graph.result.children(id)[0]?.id ?? id)
    .map(id => timed(() => scene.update({ touched: new Set([id]) })).ms)
  return { drags, touches }
}

function show(zoom: number, ways: 'straight' | 'routed', x: number, y: number): void {
  const lineOf = (edge: string) => (ways === 'routed' ? lines.get(edge) : undefined)
  const view = { x, y, zoom, width: WIDTH, height: HEIGHT }
  paintOverview(pen, { scene, marks: zoom > 1 ? NO_MARKS : marks, lineOf }, view, palette)
}

const made = { cards: scene.cards.size, edges: scene.edges.size, graph: graph.ms, scene: built.ms }
Object.assign(window, { bench: { made, pan, minimap, edits, show } })
