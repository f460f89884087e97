import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { CanvasPage } from '@harness/canvas'
import { elementCalled } from '@harness/drawn'
import { python } from '@harness/server'
import { expect, test } from '@harness/visitors'

const ROOT = resolve(import.meta.dirname, '../../..')

test('five thousand entities: open, pan, zoom, find, edit', async ({ visitor, server }) => {
  test.slow()
  const size = ['--entities', '5000', '--fields', '5', '--as', 'large']
  await promisify(execFile)(
    python(),
    ['-m', 'tests.fixtures.large', '--server', server.address, ...size],
    { cwd: ROOT }
  )
  const { page } = await visitor('Mira')
  const canvas = new CanvasPage(page)
  await canvas.open('large')
  await expect(canvas.surface).toHaveAttribute('data-level', 'overview')
  await expect(page.getByText(/^5,\d{3} elements$/)).toBeVisible()

  await canvas.surface.hover({ position: { x: 350, y: 300 } })
  for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(60, 40)
  await canvas.zoomTo(0.2)
  await expect(canvas.surface.getByRole('article')).toHaveCount(0)

  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('4321')
  await page.keyboard.press('Enter')
  const card = canvas.surface.getByRole('article', { name: /4321, / })
  await expect(card).toHaveClass(/selected/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('F2')
  await expect(canvas.input).toHaveValue(/4321$/)
  await page.keyboard.type('Found among many')
  await page.keyboard.press('Enter')
  await expect(canvas.card('Found among many')).toBeVisible()
  await canvas.saved()
  expect(await elementCalled(server.address, 'large', 'Found among many')).toBeDefined()

  await canvas.drag('Found among many', { x: 40, y: 24 })
  await canvas.saved()
  await page.keyboard.press('ControlOrMeta+z')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(canvas.card('Found among many')).toBeHidden()
  await page.reload()
  await canvas.ready()
  await expect(canvas.surface.getByRole('article', { name: /4321, / })).toBeVisible()
})
