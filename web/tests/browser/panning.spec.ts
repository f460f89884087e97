import { CanvasPage } from '@harness/canvas'
import { modelOf, SHOP } from '@harness/drawn'
import { test as base, expect } from '@harness/visitors'

const test = base.extend<{ readonly canvas: CanvasPage }>({
  canvas: async ({ visitor, server }, use) => {
    const slug = await modelOf(server.address, SHOP)
    const canvas = new CanvasPage((await visitor('Mira')).page)
    await canvas.open(slug)
    await use(canvas)
  }
})

test('the wheel pans, with Shift sideways; with Ctrl it zooms at the pointer', async ({
  canvas
}) => {
  const { mouse, keyboard } = canvas.page
  const before = await canvas.boxOf('Customer')
  await mouse.move(before.x, before.y)
  await mouse.wheel(40, 60)
  await expect
    .poll(() => canvas.boxOf('Customer'))
    .toMatchObject({ x: before.x - 20, y: before.y - 30 })
  await keyboard.down('Shift')
  await mouse.wheel(0, -40)
  await keyboard.up('Shift')
  await expect.poll(() => canvas.boxOf('Customer')).toMatchObject({ x: before.x, y: before.y - 30 })
  await mouse.move(before.x, before.y - 30)
  await keyboard.down('Control')
  await mouse.wheel(0, -100)
  await keyboard.up('Control')
  const factor = 2 ** 0.2
  await expect
    .poll(async () => (await canvas.boxOf('Customer')).width)
    .toBeCloseTo(before.width * factor, 0)
  const after = await canvas.boxOf('Customer')
  expect(after.x).toBeCloseTo(before.x, 0)
  expect(after.y).toBeCloseTo(before.y - 30, 0)
})

test('the middle button pans from anywhere, so does the hand, and neither selects', async ({
  canvas
}) => {
  const { mouse, keyboard } = canvas.page
  const before = await canvas.boxOf('Customer')
  const from = { x: before.x + 40, y: before.y + 10 }
  for (const [nth, button] of (['middle', 'left'] as const).entries()) {
    if (button === 'left') await keyboard.press('h')
    await mouse.move(from.x, from.y)
    await mouse.down({ button })
    await mouse.move(from.x + 30, from.y - 20, { steps: 4 })
    await mouse.up({ button })
    const by = nth + 1
    await expect
      .poll(() => canvas.boxOf('Customer'))
      .toMatchObject({ x: before.x + 30 * by, y: before.y - 20 * by })
  }
  await expect(canvas.card('Customer')).not.toHaveClass(/selected/)
})
