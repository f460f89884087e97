/** How long routing takes: `node tests/bench/routing.mjs`, in `web/`. */
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  resolve: { alias: { '@': `${root}src` } },
  server: { middlewareMode: true, hmr: false, ws: false }
})
try {
  const { Router } = await server.ssrLoadModule('/src/canvas/routing/router.ts')
  const { columns } = await server.ssrLoadModule('/tests/canvas/routing/models.ts')
  for (const [cards, edges] of [
    [500, 700],
    [500, 700],
    [5000, 7000]
  ]) {
    measure(new Router(), columns(cards, edges))
  }
} finally {
  await server.close()
}

/** From nothing; then a card with twenty edges is dragged over others, once without settling. */
function measure(router, model) {
  router.update(model)
  const pieces = settle(router)
  const moved = model.cards[Math.floor(model.cards.length / 2)]
  router.update({ edges: twenty(model, moved) })
  settle(router)
  const frames = Array.from({ length: 300 }, (_, frame) => {
    const box = { ...moved.box, x: moved.box.x + 4 * frame, y: moved.box.y + 2 * frame }
    return took(() => router.update({ cards: [{ id: moved.id, box }] }))
  })
  console.log(
    `${model.cards.length} cards, ${model.edges.length} edges:`,
    `from nothing ${sum(pieces).toFixed(0)} ms in ${pieces.length} pieces,`,
    `p99.9 ${part(pieces, 0.999).toFixed(1)}, longest ${Math.max(...pieces).toFixed(1)} ms;`,
    `drag p50 ${part(frames, 0.5).toFixed(1)}, p95 ${part(frames, 0.95).toFixed(1)} ms;`,
    `settled after it in ${sum(settle(router)).toFixed(0)} ms`
  )
}

function settle(router) {
  const pieces = []
  const work = router.settle()
  for (let done = false; !done; ) pieces.push(took(() => ({ done } = work.next())))
  return pieces
}

function twenty({ cards }, moved) {
  const place = cards.indexOf(moved)
  return Array.from({ length: 20 }, (_, nth) => {
    const other = { card: cards[(place + 3 * nth + 4) % cards.length].id, row: 1 }
    const own = { card: moved.id, row: null }
    return nth % 2 === 0
      ? { id: `n${nth}`, from: other, to: own }
      : { id: `n${nth}`, from: { card: moved.id, row: nth % 5 }, to: { ...other, row: null } }
  })
}

function took(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}

function sum(values) {
  return values.reduce((all, value) => all + value, 0)
}

function part(values, share) {
  return values.toSorted((one, other) => one - other)[Math.floor(share * values.length)]
}
