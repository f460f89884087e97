import { CanvasPage } from '@harness/canvas'
import { modelOf, SHOP } from '@harness/drawn'
import { test as base, expect } from '@harness/visitors'

const test = base.extend<{ readonly canvas: CanvasPage }>({
  canvas: async ({ visitor, server }, use) => {
    const canvas = new CanvasPage((await visitor('Mira')).page)
    await canvas.open(await modelOf(server.address, SHOP))
    await use(canvas)
  }
})

test('zoom in and out, to 100 %, to all and to what is selected', async ({ canvas }) => {
  const { page } = canvas
  const zoom = (percent: number) =>
    expect(page.getByRole('button', { name: `Zoom ${percent} %, back to 100 %` })).toBeVisible()
  await canvas.surface.focus()
  await page.keyboard.press('ControlOrMeta+0')
  await zoom(100)
  await page.keyboard.press('ControlOrMeta+=')
  await zoom(125)
  await page.keyboard.press('ControlOrMeta+-')
  await page.keyboard.press('ControlOrMeta+-')
  await zoom(85)
  await page.getByRole('button', { name: 'Zoom out' }).click()
  await zoom(72)
  await page.getByRole('button', { name: /^Zoom 72 %/ }).click()
  await zoom(100)
  await canvas.zoomTo(0.2)
  await expect(canvas.surface).toHaveAttribute('data-level', 'overview')
  await canvas.surface.focus()
  await page.keyboard.press('Shift+Digit1')
  await expect(canvas.card('Invoice')).toBeInViewport({ ratio: 1 })
  await canvas.select('Order')
  await page.keyboard.press('Shift+Digit2')
  await expect(canvas.card('Order')).toBeInViewport({ ratio: 1 })
})

test('find goes from one to the next and stays where Enter was pressed', async ({ canvas }) => {
  const { page } = canvas
  await canvas.surface.focus()
  await page.keyboard.press('ControlOrMeta+f')
  const find = page.getByRole('textbox', { name: 'Find on the canvas' })
  await expect(find).toBeFocused()
  await page.keyboard.type('o')
  await expect(page.getByRole('status').getByText(/^1 of \d/)).toBeVisible()
  await find.fill('invo')
  await page.keyboard.press('Enter')
  await expect(canvas.card('Invoice')).toHaveClass(/card-selected/)
  await find.fill('nothing like it')
  await expect(page.getByRole('status').getByText('Nothing')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(find).toBeHidden()
  await expect(canvas.surface).toBeFocused()
  await expect(canvas.card('Invoice')).toHaveClass(/card-selected/)
})

test('one walks from card to card by Tab, names by F2, and Esc leads back', async ({ canvas }) => {
  const { page } = canvas
  await canvas.surface.focus()
  await page.keyboard.press('Tab')
  await expect(canvas.card('Order')).toHaveClass(/card-selected/)
  await page.keyboard.press('Tab')
  await expect(canvas.card('Customer')).toHaveClass(/card-selected/)
  await page.keyboard.press('Shift+Tab')
  await expect(canvas.card('Order')).toHaveClass(/card-selected/)
  await page.keyboard.press('F2')
  await expect(canvas.input).toHaveValue('Order')
  await page.keyboard.type('Purchase')
  await page.keyboard.press('Enter')
  await expect(canvas.card('Purchase')).toHaveClass(/card-selected/)
  await page.keyboard.press('Escape')
  await expect(canvas.card('Purchase')).not.toHaveClass(/card-selected/)
})

test('all is selected, removed, and brought back', async ({ canvas }) => {
  const { page } = canvas
  await canvas.surface.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.getByText('4 selected').first()).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(canvas.surface.getByRole('article')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(canvas.surface.getByRole('article')).toHaveCount(3)
  await expect(canvas.frame('Ordering')).toBeVisible()
})

test('panels open and close by keys and come back as they were', async ({ canvas }) => {
  const { page } = canvas
  const outline = page.getByRole('complementary', { name: 'Outline' })
  const history = page.getByRole('complementary', { name: 'History' })
  await expect(outline).toBeVisible()
  await page.keyboard.press('ControlOrMeta+b')
  await expect(outline).toBeHidden()
  await page.keyboard.press('ControlOrMeta+b')
  await expect(outline).toBeVisible()
  await page.keyboard.press('Alt+h')
  await expect(history).toBeVisible()
  await page.keyboard.press('Alt+z')
  await expect(history).toBeHidden()
  await expect(outline).toBeHidden()
  await page.keyboard.press('Alt+z')
  await expect(outline).toBeVisible()
})

test('dark is chosen, and stays over a reload', async ({ canvas }) => {
  const { page } = canvas
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.getByRole('button', { name: 'You: Mira' }).click()
  await page.getByText('Dark', { exact: true }).click()
  await expect.poll(ground).not.toBe(light)
  const dark = await ground()
  await page.reload()
  await canvas.ready()
  expect(await ground()).toBe(dark)
})
