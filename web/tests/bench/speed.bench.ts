/**
 * How fast the screens are, measured in a real browser on a real server and printed figure by figure.
 *
 * Frames are those of the browser while a real wheel turns and a real mouse moves. What a page loads
 * first is another script: `node tests/bench/size.mjs`.
 */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { CanvasPage } from '@harness/canvas'
import { python } from '@harness/server'
import { newModel, test } from '@harness/visitors'
import type { Page } from '@playwright/test'
import { type Frames, framesOf, percentile, rest } from './frames'
import { taken, watchSelection } from './interactive'
import { figure, head } from './rows'

const ROOT = resolve(import.meta.dirname, '../../..')
/** So many renames are seen on another screen. */
const TURNS = 12
const ZOOMS = [1, 0.5, 0.2, 0.05]

const ASKED: readonly Asked[] = [
  { entities: 500, interactive: '1.5 s', frames: '25 ms' },
  { entities: 5000, interactive: '3 s', frames: '34 ms' }
]

test('how fast the screens are', async ({ visitor, server }) => {
  head()
  for (const asked of ASKED) {
    const { page } = await visitor('Mira')
    await canvasOf(page, server.address, asked)
    await page.close()
  }
  const two = [await visitor('Jonas'), await visitor('Aoife')].map(({ page: each }) => each)
  await figure('a rename, on another screen', '50 ms', () => remote(two, server.address), 90)
  await figure('2,000 entities: memory of the page', '150 MB', async () => {
    const slug = await large(server.address, 2000)
    return await memory((await visitor('Mira')).page, slug)
  })
})

interface Asked {
  readonly entities: number
  readonly interactive: string
  readonly frames: string
}

async function canvasOf(page: Page, address: string, asked: Asked): Promise<void> {
  const name = `${asked.entities.toLocaleString('en')} entities`
  const slug = await large(address, asked.entities)
  await watchSelection(page)
  await figure(`${name}: until a card can be selected`, asked.interactive, async () => {
    const seconds = await taken(page, `/m/${slug}`)
    return `${seconds.toFixed(2)} s`
  })
  for (const zoom of ZOOMS) {
    await figure(`${name}: pan at zoom ${zoom}`, asked.frames, () => pan(page, zoom))
  }
  await figure(`${name}: drag of a card`, asked.frames, () => drag(page))
}

/** Write the model of so many entities. */
async function large(address: string, entities: number): Promise<string> {
  const slug = `large-${entities}`
  const size = ['--entities', String(entities), '--fields', '5', '--as', slug]
  await promisify(execFile)(
    python(),
    ['-m', 'tests.fixtures.large', '--server', address, ...size],
    { cwd: ROOT }
  )
  return slug
}

async function pan(page: Page, zoom: number): Promise<string> {
  await lookAtMiddle(page, zoom)
  return words(await framesOf(page, () => wheel(page, 160)))
}

/** Look at the middle of the model, so near. */
async function lookAtMiddle(page: Page, zoom: number): Promise<void> {
  await page.getByRole('button', { name: 'Fit all' }).click()
  await rest(page)
  await new CanvasPage(page).zoomTo(zoom)
  await rest(page)
}

/** Turn the wheel, as fast as the page takes it, once around: right, down, left, up. */
async function wheel(page: Page, times: number): Promise<void> {
  await page.mouse.move(640, 380)
  const sides = [
    [60, 0],
    [0, 60],
    [-60, 0],
    [0, -60]
  ] as const
  for (let turn = 0; turn < times; turn += 1) {
    const [right, down] = sides[Math.floor((4 * turn) / times)] ?? [0, 0]
    await page.mouse.wheel(right, down)
  }
}

/** Drag the card in the middle about, further than what is drawn around it. */
async function drag(page: Page): Promise<string> {
  await lookAtMiddle(page, 1)
  const { x, y } = await middleCard(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  const frames = await framesOf(page, async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      const to = { x: x + (turn % 2 === 0 ? 220 : -180), y: y + (turn % 4 < 2 ? 120 : -90) }
      await page.mouse.move(to.x, to.y, { steps: 12 })
    }
  })
  await page.mouse.up()
  return words(frames)
}

/** The head of the card that is nearest to the middle of the canvas. */
async function middleCard(page: Page): Promise<{ x: number; y: number }> {
  const heads = await page.getByRole('article').evaluateAll(cards =>
    cards.map(card => {
      const { x, y, width } = card.getBoundingClientRect()
      return { x: x + width * 0.7, y: y + 10 }
    })
  )
  const far = ({ x, y }: { x: number; y: number }) => Math.hypot(x - 640, y - 380)
  const [nearest] = heads.toSorted((one, other) => far(one) - far(other))
  if (nearest === undefined) throw new Error('there is no card on the canvas')
  return nearest
}

/** From a name's Enter on one screen until the frame that shows the name on the other. */
async function remote(pages: readonly Page[], address: string): Promise<string> {
  const [page, other] = pages
  if (page === undefined || other === undefined) throw new Error('there are not two pages')
  const slug = await newModel(address)
  const [here, there] = [new CanvasPage(page), new CanvasPage(other)]
  await here.open(slug)
  await rest(page)
  await here.draw('Name', { x: 300, y: 200 })
  await there.open(slug)
  await there.card('Name').waitFor()
  const lags: number[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    const name = `Name${turn}`
    const former = turn === 0 ? 'Name' : `Name${turn - 1}`
    await here.card(former).getByText(former, { exact: true }).dblclick()
    await here.input.fill(name)
    await notePress(page)
    const seen = whenNamed(other, name)
    await page.keyboard.press('Enter')
    const sent: number = await page.evaluate('pressedAt')
    lags.push((await seen) - sent)
    await page.keyboard.press('Escape')
    await here.input.waitFor({ state: 'hidden' })
    await rest(page)
  }
  return both(percentile(lags, 0.5), percentile(lags, 0.95))
}

/** Note when the next key is pressed. */
function notePress(page: Page): Promise<void> {
  return page.evaluate(() => {
    const note = ({ timeStamp }: KeyboardEvent) =>
      Object.assign(window, { pressedAt: performance.timeOrigin + timeStamp })
    window.addEventListener('keydown', note, { capture: true, once: true })
  })
}

function whenNamed(page: Page, name: string): Promise<number> {
  return page.evaluate(
    wanted =>
      new Promise<number>(done => {
        const look = () => {
          const isThere = document.querySelector(`article[aria-label^="${wanted},"]`) !== null
          if (isThere) done(performance.timeOrigin + performance.now())
          else requestAnimationFrame(look)
        }
        look()
      }),
    name
  )
}

/** What scripts hold when a page has come to rest; and all that its process has to itself. */
async function memory(page: Page, slug: string): Promise<string> {
  await new CanvasPage(page).open(slug)
  await rest(page, 1500)
  const client = await page.context().newCDPSession(page)
  await client.send('HeapProfiler.collectGarbage')
  await client.send('Performance.enable')
  const { metrics } = await client.send('Performance.getMetrics')
  const used = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
  return `${Math.round(used / 1_000_000)} MB`
}

function words({ p50, p95 }: Frames): string {
  return both(p50, p95)
}

function both(p50: number, p95: number): string {
  return `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`
}
