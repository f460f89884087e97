/**
 * How long painting a large model takes: `node tests/bench/overview.mjs [cards]`, in `web/`.
 *
 * Chromium is that of CHROMIUM, else /usr/bin/chromium. Painting is measured with its raster.
 */
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { createServer } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cards = process.argv[2] ?? '5000'

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@': `${root}src` } },
  server: { host: '127.0.0.1', port: 0 }
})
await server.listen()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox']
})
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  page.on('pageerror', error => console.error(error))
  await page.goto(`${server.resolvedUrls?.local[0]}tests/bench/overview.html?cards=${cards}`)
  await page.waitForFunction(() => 'bench' in globalThis, null, { timeout: 60_000 })
  const made = await page.evaluate(() => globalThis.bench.made)
  console.log(
    `${made.cards} cards, ${made.edges} edges: graph ${ms(made.graph)}, scene ${ms(made.scene)}`
  )
  const { drags, touches } = await page.evaluate(() => globalThis.bench.edits())
  console.log(`update of one field   ${both(touches)}\ndrag of one card      ${both(drags)}`)
  for (const zoom of [0.02, 0.05, 0.1, 0.25, 0.39]) {
    for (const ways of ['straight', 'routed']) {
      const { painting, frames } = await page.evaluate(
        ([factor, lines]) => globalThis.bench.pan(factor, lines),
        [zoom, ways]
      )
      const name = `zoom ${zoom} ${ways}`.padEnd(20)
      console.log(`${name}  painting ${both(painting)}  frames ${both(frames)}`)
    }
  }
  console.log(
    `minimap               ${both(await page.evaluate(() => globalThis.bench.minimap()))}`
  )
} finally {
  await browser.close()
  await server.close()
}

/** The middle of the figures, and what 95 of 100 stay under. */
function both(figures) {
  const sorted = [...figures].sort((one, other) => one - other)
  const at = part => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  return `p50 ${ms(at(0.5))}  p95 ${ms(at(0.95))}`
}

function ms(figure) {
  return `${figure.toFixed(1)} ms`.padStart(8)
}
