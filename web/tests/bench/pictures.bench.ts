/** Pictures of the screens, to be looked at beside those of the look: `PICTURES=folder npx playwright test -c playwright.bench.config.ts pictures`. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CanvasPage } from '@harness/canvas'
import { write } from '@harness/drawn'
import { modelled } from '@harness/modelled'
import { newModel } from '@harness/people'
import { python } from '@harness/server'
import { expect, test } from '@harness/visitors'
import { WEBSHOP } from '@harness/webshop'

const ROOT = resolve(import.meta.dirname, '../../..')
const NORTHWIND = resolve(ROOT, '../shared/data/northwind/northwind.sql')
const FOLDER = process.env['PICTURES']

test('how the screens look', async ({ visitor, server }) => {
  test.skip(FOLDER === undefined, 'no folder is named for them: PICTURES=folder')
  const { page } = await visitor('Mira')
  const jonas = new CanvasPage((await visitor('Jonas')).page)
  const canvas = new CanvasPage(page)
  const picture = async (name: string) => {
    await expect(page.getByRole('button', { name: 'You: Mira' })).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(page.locator('html.dark')).toHaveCount(colorScheme === 'dark' ? 1 : 0)
      await page.screenshot({ path: join(FOLDER ?? '', `${name}-${colorScheme}.png`) })
    }
  }

  const empty = await newModel(server.address)
  await canvas.open(empty)
  await picture('empty')

  const webshop = await newModel(server.address)
  const { graph } = modelled(WEBSHOP)
  const elements = [...graph.elements()].map(({ id, registers }) => ({
    id,
    registers: Object.fromEntries(registers)
  }))
  await write(server.address, webshop, elements)
  await canvas.open(webshop)
  await jonas.open(webshop)
  await jonas.select('Customer')
  await canvas.select('Order')
  await expect(canvas.card('Customer')).toHaveClass(/card-peer/)
  await picture('webshop')
  await page.keyboard.press('Alt+p')
  await expect(page.getByRole('heading', { name: /^\d+ warnings$/ })).toBeVisible()
  await picture('problems')
  await page.keyboard.press('Alt+h')
  await expect(page.getByText('drawn for a test')).toBeVisible()
  await picture('history')
  await canvas.line('Order', 'number').dblclick()
  await page.keyboard.press('Enter')
  await page.keyboard.type('total: Mo')
  await expect(page.getByRole('option').first()).toBeVisible()
  await picture('typing')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('or')
  await picture('find')
  await page.keyboard.press('Escape')
  await page.mouse.click(640, 400, { button: 'right' })
  await picture('menu')
  await page.keyboard.press('Escape')

  await page.goto('/import')
  const text = page.getByRole('textbox')
  await expect(text).toBeVisible()
  await picture('import')
  if (existsSync(NORTHWIND)) {
    await text.fill(readFileSync(NORTHWIND, 'utf8'))
    await page.getByRole('button', { name: 'Read it' }).click()
    await expect(page.getByText('Nothing has been changed yet')).toBeVisible()
    await picture('review')
    await page.getByRole('button', { name: 'Make the model' }).click()
    await canvas.ready()
    await canvas.saved()
    await expect(page.getByRole('treeitem').first()).toBeVisible()
    await page.keyboard.press('Shift+Digit1')
    await picture('northwind')
  }

  const size = ['--entities', '300', '--fields', '5', '--as', 'many']
  execFileSync(python(), ['-m', 'tests.fixtures.large', '--server', server.address, ...size], {
    cwd: ROOT,
    stdio: 'pipe'
  })
  await canvas.open('many')
  await picture('many')
  await canvas.zoomTo(0.5)
  await picture('many-names')

  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Large' })).toBeVisible()
  await picture('home')
})
