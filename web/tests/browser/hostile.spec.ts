import { CanvasPage } from '@harness/canvas'
import { agreed, write } from '@harness/drawn'
import { newModel } from '@harness/people'
import { expect, test } from '@harness/visitors'
import type { Page } from '@playwright/test'
import { HOSTILE } from './hostile'

const PLAIN = 'Plain'

test('whatever cards and fields are called, they are as large as any other, and harmless', async ({
  visitor,
  server
}) => {
  const slug = await newModel(server.address)
  await write(server.address, slug, cardsCalled([PLAIN, ...HOSTILE]))
  const { page } = await visitor('Mira')
  const isQuiet = listen(page)
  const canvas = new CanvasPage(page)
  await canvas.open(slug)
  await canvas.zoomTo(0.6)
  const cards = canvas.surface.getByRole('article')
  await expect(cards).toHaveCount(HOSTILE.length + 1)
  const sizes = await cards.evaluateAll(all =>
    all.map(card => {
      const { offsetWidth, offsetHeight, scrollWidth } = card as HTMLElement
      return [offsetWidth, offsetHeight, scrollWidth <= offsetWidth + 1]
    })
  )
  expect(new Set(sizes.map(size => size.join(' '))).size, JSON.stringify(sizes)).toBe(1)

  for (const name of HOSTILE) {
    await expect(page.getByRole('tree').getByTitle(name, { exact: true })).toBeVisible()
  }
  await page.getByRole('treeitem').nth(3).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(HOSTILE[2] ?? '')
  await page.keyboard.press('Alt+h')
  await expect(page.getByRole('complementary', { name: 'History' })).toContainText(/drawn/i)
  await page.keyboard.press('Alt+p')
  await expect(page.getByRole('complementary', { name: 'Problems' })).toBeVisible()
  const injected = page.locator('img, .card script, .outline script, aside script')
  await expect(injected).toHaveCount(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280)
  expect(isQuiet()).toBe(true)
})

test('hostile names are typed like any other, and seen by the other as they are', async ({
  visitor,
  server
}) => {
  const slug = await newModel(server.address)
  const mira = await visitor('Mira <b>bold</b>')
  const jonas = await visitor('יונה 🛒')
  const [here, there] = [new CanvasPage(mira.page), new CanvasPage(jonas.page)]
  await here.open(slug)
  await there.open(slug)
  await there.surface.hover({ position: { x: 500, y: 400 } })
  await expect(here.page.getByRole('button', { name: 'Follow יונה 🛒' })).toBeVisible()
  await expect(there.page.getByRole('button', { name: /^Follow Mira <b>/ })).toBeVisible()
  await here.draw('<i>הזמנה</i> 🧾', { x: 200, y: 120 }, ['`<b>x</b>`: string'])
  await expect(there.card('<i>הזמנה</i> 🧾').getByText('<b>x</b>')).toBeVisible()
  await agreed(server.address, slug, here, there)
  await expect(there.page.locator('.card i, .card b')).toHaveCount(0)
})

/** One entity each, with one field that is called the same. */
function cardsCalled(names: readonly string[]) {
  return names.flatMap((name, nth) => {
    const id = (part: number) => `00000000-0000-7000-8000-${part}${String(nth).padStart(11, '0')}`
    const position = { x: (nth % 3) * 264, y: Math.floor(nth / 3) * 96 }
    const order = `a${nth}`
    const type = { to: 'string' }
    return [
      { id: id(1), registers: { kind: 'entity', name, order, position } },
      { id: id(2), registers: { kind: 'field', name, parent: id(1), order: 'a0', type } }
    ]
  })
}

/** Listen for dialogs, which no name may open. */
function listen(page: Page): () => boolean {
  let isQuiet = true
  page.on('dialog', dialog => {
    isQuiet = false
    void dialog.dismiss()
  })
  return () => isQuiet
}
