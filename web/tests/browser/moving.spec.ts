import { CanvasPage } from '@harness/canvas'
import { agreed, elementCalled, modelOf, SHOP } from '@harness/drawn'
import { test as base, expect } from '@harness/visitors'

interface Open {
  readonly slug: string
  readonly canvas: CanvasPage
  /** Where an element stands, as the server has it. */
  readonly placeOf: (name: string) => Promise<unknown>
}

const test = base.extend<{ readonly open: Open }>({
  open: async ({ visitor, server }, use) => {
    const slug = await modelOf(server.address, SHOP)
    const canvas = new CanvasPage((await visitor('Mira')).page)
    await canvas.open(slug)
    const placeOf = async (name: string) => {
      await canvas.saved()
      return (await elementCalled(server.address, slug, name))?.['position']
    }
    await use({ slug, canvas, placeOf })
  }
})

test('a card goes into a frame and out again', async ({ open: { slug, canvas }, server }) => {
  const parentOf = async (name: string) => {
    await canvas.saved()
    return (await elementCalled(server.address, slug, name))?.['parent'] ?? null
  }
  const ordering = await elementCalled(server.address, slug, 'Ordering')
  await canvas.drag('Invoice', { x: -330, y: -60 })
  expect(await parentOf('Invoice')).toBe(ordering?.id)
  await canvas.drag('Order', { x: 60, y: 400 })
  expect(await parentOf('Order')).toBeNull()
  await agreed(server.address, slug, canvas)
  await canvas.page.keyboard.press('ControlOrMeta+z')
  await canvas.page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => parentOf('Invoice')).toBeNull()
  await agreed(server.address, slug, canvas)
})

test('a frame takes along what stands in it', async ({ open: { canvas, placeOf } }) => {
  const { mouse } = canvas.page
  const title = await canvas.frame('Ordering').getByText('Ordering').boundingBox()
  const from = { x: (title?.x ?? 0) + 8, y: (title?.y ?? 0) + 8 }
  await mouse.move(from.x, from.y)
  await mouse.down()
  await mouse.move(from.x + 16, from.y + 240, { steps: 12 })
  await mouse.up()
  expect(await placeOf('Order')).toMatchObject({ y: 304 })
  expect(await placeOf('Ordering')).toMatchObject({ y: 240, w: 304, h: 288 })
  expect(await placeOf('Customer')).toMatchObject({ x: 368, y: 32 })
})

test('arrows move what is selected by one step, with Shift by ten, in one gesture', async ({
  open: { canvas, placeOf }
}) => {
  const { keyboard } = canvas.page
  await canvas.select('Invoice')
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowRight')
  await keyboard.press('Shift+ArrowDown')
  await keyboard.press('Escape')
  expect(await placeOf('Invoice')).toMatchObject({ x: 384, y: 320 })
  await keyboard.press('ControlOrMeta+z')
  await expect.poll(() => placeOf('Invoice')).toMatchObject({ x: 368, y: 240 })
})

test('a marquee selects, and the bar brings what is selected into line', async ({
  open: { canvas, placeOf }
}) => {
  const { page } = canvas
  await canvas.drag('Invoice', { x: 50, y: 50 })
  await page.keyboard.press('Escape')
  const [first, last] = [await canvas.boxOf('Customer'), await canvas.boxOf('Invoice')]
  await page.mouse.move(first.x - 12, first.y - 12)
  await page.mouse.down()
  await page.mouse.move(last.x + 20, last.y + 20, { steps: 8 })
  await page.mouse.up()
  const bar = page.getByRole('toolbar', { name: 'Arrange the selection' })
  await expect(bar.getByText('2 selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Align left' }).click()
  expect(await placeOf('Invoice')).toMatchObject({ x: 368 })
  expect(await placeOf('Customer')).toMatchObject({ x: 368, y: 32 })
})

test('many are dragged as one, and stay where they are when it is given up', async ({
  open: { slug, canvas, placeOf },
  server
}) => {
  await canvas.select('Customer', 'Invoice')
  await canvas.drag('Customer', { x: 24, y: 160 })
  expect(await placeOf('Customer')).toMatchObject({ x: 392, y: 192 })
  expect(await placeOf('Invoice')).toMatchObject({ x: 392, y: 400 })
  await canvas.grab('Customer')
  await canvas.moveBy({ x: 0, y: -100 })
  await canvas.page.keyboard.press('Escape')
  await canvas.letGo()
  await agreed(server.address, slug, canvas)
  expect(await placeOf('Customer')).toMatchObject({ x: 392, y: 192 })
})

test('a copy has everything that stands in it, and a place of its own', async ({
  open: { slug, canvas },
  server
}) => {
  await canvas.select('Customer')
  await canvas.page.keyboard.press('ControlOrMeta+d')
  await expect(canvas.line('Customer copy', 'email: string')).toBeVisible()
  await canvas.saved()
  expect(await elementCalled(server.address, slug, 'Customer copy')).toMatchObject({
    position: { x: 392, y: 56 }
  })
  await agreed(server.address, slug, canvas)
  await canvas.page.keyboard.press('Delete')
  await expect(canvas.card('Customer copy')).toBeHidden()
  await canvas.notices.getByRole('button', { name: 'Restore' }).click()
  await expect(canvas.line('Customer copy', 'email: string')).toBeVisible()
})

test('the right border makes a card as wide as its words need, within limits', async ({
  open: { canvas, placeOf }
}) => {
  const { mouse } = canvas.page
  const { x, y, width, height } = await canvas.boxOf('Order')
  const low = y + height - 6
  expect(width).toBe(232)
  for (const [by, wide] of [
    [48, 280],
    [200, 360],
    [-200, 184]
  ] as const) {
    const box = await canvas.boxOf('Order')
    await mouse.move(box.x + box.width - 1, low)
    await mouse.down()
    await mouse.move(x + width - 1 + by, low, { steps: 8 })
    await mouse.up()
    await expect.poll(async () => (await canvas.boxOf('Order')).width).toBe(wide)
  }
  expect(await placeOf('Order')).toMatchObject({ w: 184 })
})
