import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { CanvasPage } from '@harness/canvas'
import { python } from '@harness/server'
import { newModel, test } from '@harness/visitors'
import type { Page } from '@playwright/test'
import { type Frames, framesOf, percentile } from './frames'
import { Table } from './rows'

const ROOT = resolve(import.meta.dirname, '../../..')

test('how fast the screens are', async ({ visitor, server }) => {
  const table = new Table()
  const { page } = await visitor('Mira')
  for (const path of ['/', `/m/${await newModel(server.address)}`]) {
    const name = path === '/' ? 'first page' : 'model page'
    table.add(`${name}: scripts and styles, gzip`, `${await firstLoad(page, path)} kB`, '200 kB')
  }
  for (const [entities, asked] of [
    [500, '1.5 s'],
    [5000, '3 s']
  ] as const) {
    const slug = large(server.address, entities)
    const seconds = await interactive(page, slug)
    table.add(`${entities} entities: until a card can be taken`, `${seconds.toFixed(2)} s`, asked)
    await pan(page, table, entities)
  }
  await drag(page, table, large(server.address, 500))
  await remote(page, (await visitor('Jonas')).page, server.address, table)
  await memory(page, large(server.address, 2000), table)
  table.print()
})

const written = new Set<string>()

/** Write the model of so many entities, once. */
function large(address: string, entities: number): string {
  const slug = `large-${entities}`
  if (written.has(slug)) return slug
  written.add(slug)
  const size = ['--entities', String(entities), '--fields', '5', '--as', slug]
  execFileSync(python(), ['-m', 'tests.fixtures.large', '--server', address, ...size], {
    cwd: ROOT,
    stdio: 'pipe'
  })
  return slug
}

/** Kilobytes of scripts and styles until the page rests, as they travel. */
async function firstLoad(page: Page, path: string): Promise<number> {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  await client.send('Network.setCacheDisabled', { cacheDisabled: true })
  const wanted = new Set<string>()
  let bytes = 0
  client.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script' || type === 'Stylesheet') wanted.add(requestId)
  })
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (wanted.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(path)
  const shown =
    path === '/' ? page.getByRole('heading') : page.getByRole('toolbar', { name: 'Tools' })
  await shown.first().waitFor()
  await client.detach()
  return Math.round(bytes / 1024)
}

/** Seconds from going there until the canvas takes a click: something is drawn and the frames go on. */
async function interactive(page: Page, slug: string): Promise<number> {
  await page.goto('/')
  const began = performance.now()
  await page.goto(`/m/${slug}`, { waitUntil: 'commit' })
  await page.getByRole('banner').getByText('Saved').waitFor()
  await page.locator('[data-level]').first().waitFor()
  await page.evaluate(() => new Promise(requestAnimationFrame))
  return (performance.now() - began) / 1000
}

async function pan(page: Page, table: Table, entities: number): Promise<void> {
  const canvas = new CanvasPage(page)
  for (const zoom of [1, 0.5, 0.2, 0.05]) {
    await canvas.zoomTo(zoom)
    const frames = await framesOf(page, () => wheel(page, 90))
    const asked = entities > 1000 ? '34 ms' : '25 ms'
    table.add(`${entities} entities: pan at zoom ${zoom}, p50 / p95`, words(frames), asked)
  }
}

async function wheel(page: Page, times: number): Promise<void> {
  await page.mouse.move(640, 380)
  for (let turn = 0; turn < times; turn += 1) {
    await page.mouse.wheel(turn % 60 < 30 ? 24 : -24, turn % 40 < 20 ? 16 : -16)
  }
}

async function drag(page: Page, table: Table, slug: string): Promise<void> {
  const canvas = new CanvasPage(page)
  await canvas.open(slug)
  await canvas.zoomTo(1)
  const card = page.getByRole('article').first()
  const name = ((await card.getAttribute('aria-label')) ?? '').split(',')[0] ?? ''
  await canvas.grab(name)
  const frames = await framesOf(page, async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      await canvas.moveBy({ x: turn % 2 === 0 ? 90 : -80, y: turn % 4 < 2 ? 40 : -36 })
    }
  })
  await page.mouse.up()
  table.add('500 entities: drag of a card, p50 / p95', words(frames), '25 ms')
}

/** Milliseconds from a name's Enter on one screen to the name on the other. */
async function remote(page: Page, other: Page, address: string, table: Table): Promise<void> {
  const slug = await newModel(address)
  const [here, there] = [new CanvasPage(page), new CanvasPage(other)]
  await here.open(slug)
  await here.draw('Start', { x: 300, y: 200 })
  await there.open(slug)
  const lags: number[] = []
  for (let turn = 0; turn < 20; turn += 1) {
    const name = `Name${turn}`
    const seen = other.evaluate(
      wanted =>
        new Promise<number>(done => {
          const look = () => {
            const isThere = document.querySelector(`article[aria-label^="${wanted},"]`) !== null
            if (isThere) requestAnimationFrame(() => done(Date.now()))
            else requestAnimationFrame(look)
          }
          look()
        }),
      name
    )
    await here.rename(turn === 0 ? 'Start' : `Name${turn - 1}`, name, 'typed')
    const sent: number = await page.evaluate(() => Date.now())
    await page.keyboard.press('Enter')
    lags.push((await seen) - sent)
    await page.keyboard.press('Escape')
  }
  const figure = `${percentile(lags, 0.5).toFixed(0)} / ${percentile(lags, 0.95).toFixed(0)} ms`
  table.add("a rename on the other's screen, p50 / p95", figure, '50 ms')
}

async function memory(page: Page, slug: string, table: Table): Promise<void> {
  await new CanvasPage(page).open(slug)
  const client = await page.context().newCDPSession(page)
  await client.send('HeapProfiler.collectGarbage')
  const { metrics } = await client
    .send('Performance.enable')
    .then(() => client.send('Performance.getMetrics'))
  const used = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
  table.add('2,000 entities: memory of the page', `${Math.round(used / 1024 / 1024)} MB`, '150 MB')
}

function words({ p50, p95 }: Frames): string {
  return `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`
}
