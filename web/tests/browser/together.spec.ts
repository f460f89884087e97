import { CanvasPage } from '@harness/canvas'
import { agreed, elementCalled, modelOf, SHOP } from '@harness/drawn'
import { commitsOf } from '@harness/people'
import { test as base, expect } from '@harness/visitors'

interface Two {
  readonly slug: string
  readonly mira: CanvasPage
  readonly jonas: CanvasPage
}

/** Mira and Jonas, who have the same model open. */
const test = base.extend<{ readonly two: Two }>({
  two: async ({ visitor, server }, use) => {
    const slug = await modelOf(server.address, SHOP)
    const [mira, jonas] = [await visitor('Mira'), await visitor('Jonas')].map(
      ({ page }) => new CanvasPage(page)
    ) as [CanvasPage, CanvasPage]
    await Promise.all([mira.open(slug), jonas.open(slug)])
    await expect(mira.card('Order')).toBeVisible()
    await expect(jonas.card('Order')).toBeVisible()
    await use({ slug, mira, jonas })
  }
})

test('who is here, where they point and what they have selected', async ({ two }) => {
  const { mira, jonas } = two
  await expect(mira.page.getByRole('button', { name: 'Follow Jonas' })).toBeVisible()
  await expect(jonas.page.getByRole('button', { name: 'Follow Mira' })).toBeVisible()
  await jonas.select('Order')
  await expect(mira.surface.getByText('Jonas')).toBeVisible()
  await expect(mira.page.getByRole('img', { name: 'Jonas is here' })).toBeVisible()
  await expect(mira.card('Order')).toHaveClass(/card-peer/)
  await expect(mira.card('Order')).not.toHaveClass(/card-selected/)
  await jonas.page.keyboard.press('Escape')
  await expect(mira.card('Order')).not.toHaveClass(/card-peer/)
  await jonas.page.close()
  await expect(mira.page.getByRole('button', { name: 'Follow Jonas' })).toBeHidden()
})

test('a card that is dragged moves on the other screen; given up, it goes back', async ({
  two,
  server
}) => {
  const { slug, mira, jonas } = two
  const before = await mira.boxOf('Customer')
  const movedBy = async () => (await mira.boxOf('Customer')).y - before.y
  await jonas.grab('Customer')
  await jonas.moveBy({ x: 0, y: 320 })
  await expect.poll(movedBy).toBeGreaterThan(200)
  await jonas.page.keyboard.press('Escape')
  await expect.poll(movedBy).toBe(0)
  await jonas.letGo()
  await agreed(server.address, slug, mira, jonas)
  expect(await commitsOf(server.address, slug)).toHaveLength(2)
})

test('a view is followed until Esc', async ({ two }) => {
  const { mira, jonas } = two
  await mira.page.getByRole('button', { name: 'Follow Jonas' }).click()
  await expect(mira.page.getByRole('button', { name: /^Following Jonas/ })).toBeVisible()
  await jonas.zoomTo(0.6)
  await expect(mira.page.getByRole('button', { name: /^Zoom 60 %/ })).toBeVisible()
  await mira.page.keyboard.press('Escape')
  await expect(mira.page.getByRole('button', { name: /^Following Jonas/ })).toBeHidden()
  await jonas.zoomTo(1)
  await expect(mira.page.getByRole('button', { name: /^Zoom 60 %/ })).toBeVisible()
})

test('both rename the same at once: the last one holds, on both screens', async ({
  two,
  server
}) => {
  const { slug, mira, jonas } = two
  await mira.rename('Order', 'Purchase', 'typed')
  await jonas.rename('Order', 'Sale', 'typed')
  await Promise.all([mira.page.keyboard.press('Enter'), jonas.page.keyboard.press('Enter')])
  const drawn = await agreed(server.address, slug, mira, jonas)
  expect(drawn.filter(({ place }) => /^(Purchase|Sale) /.test(place))).toHaveLength(1)
})

test('both drag the same at once: it stands where the last one put it', async ({ two, server }) => {
  const { slug, mira, jonas } = two
  await Promise.all([mira.grab('Invoice'), jonas.grab('Invoice')])
  await Promise.all([mira.moveBy({ x: 0, y: 48 }), jonas.moveBy({ x: 40, y: 96 })])
  await Promise.all([mira.letGo(), jonas.letGo()])
  await Promise.all([mira.saved(), jonas.saved()])
  await agreed(server.address, slug, mira, jonas)
})

test('both remove the same at once, and one brings it back', async ({ two, server }) => {
  const { slug, mira, jonas } = two
  await Promise.all([mira.select('Invoice'), jonas.select('Invoice')])
  await Promise.all([mira.page.keyboard.press('Delete'), jonas.page.keyboard.press('Delete')])
  await expect(mira.card('Invoice')).toBeHidden()
  await expect(jonas.card('Invoice')).toBeHidden()
  await agreed(server.address, slug, mira, jonas)
  await mira.notices.getByRole('button', { name: 'Restore' }).click()
  await expect(mira.card('Invoice')).toBeVisible()
  await expect(jonas.line('Invoice', 'due')).toBeVisible()
  await agreed(server.address, slug, mira, jonas)
})

test('what is dragged while the other removes it is let go of, and can be brought back', async ({
  two,
  server
}) => {
  const { slug, mira, jonas } = two
  await mira.select('Customer')
  await jonas.grab('Customer')
  await jonas.moveBy({ x: 0, y: 300 })
  await mira.page.keyboard.press('Delete')
  await expect(jonas.notices.getByText('Customer was removed while you moved it')).toBeVisible()
  await expect(jonas.card('Customer')).toBeHidden()
  await jonas.letGo()
  await jonas.notices.getByRole('button', { name: 'Restore it' }).click()
  await expect(mira.card('Customer')).toBeVisible()
  await agreed(server.address, slug, mira, jonas)
})

test('what is typed while the other removes its card is not lost', async ({ two, server }) => {
  const { slug, mira, jonas } = two
  await jonas.line('Customer', 'email').dblclick()
  await jonas.page.keyboard.press('Enter')
  await jonas.page.keyboard.type('phone: string?')
  await mira.select('Customer')
  await mira.page.keyboard.press('Delete')
  await expect(mira.card('Customer')).toBeHidden()
  await expect(jonas.card('Customer')).toBeHidden()
  await expect(jonas.notices).toContainText('Customer')
  await agreed(server.address, slug, mira, jonas)
})

test('undo takes back my own work and leaves the work of the other alone', async ({
  two,
  server
}) => {
  const { slug, mira, jonas } = two
  await mira.rename('Order', 'Purchase')
  await expect(jonas.card('Purchase')).toBeVisible()
  await jonas.rename('Customer', 'Buyer')
  await expect(mira.card('Buyer')).toBeVisible()

  await mira.surface.focus()
  await mira.page.keyboard.press('ControlOrMeta+z')
  await expect(jonas.card('Order')).toBeVisible()
  await expect(jonas.card('Buyer')).toBeVisible()
  await mira.page.keyboard.press('ControlOrMeta+Shift+z')
  await expect(jonas.card('Purchase')).toBeVisible()

  await jonas.rename('Purchase', 'Sale')
  await expect(mira.card('Sale')).toBeVisible()
  await mira.surface.focus()
  await mira.page.keyboard.press('ControlOrMeta+z')
  await expect(mira.notices).toContainText('keeps its name: Jonas renamed it meanwhile')
  await expect(mira.card('Sale')).toBeVisible()
  await agreed(server.address, slug, mira, jonas)
})

test('two tabs of one person are one person, and each undoes its own', async ({
  visitor,
  server
}) => {
  const slug = await modelOf(server.address, SHOP)
  const mira = await visitor('Mira')
  const first = new CanvasPage(mira.page)
  await first.open(slug)
  const second = new CanvasPage(await mira.tab())
  await second.open(slug)
  await first.rename('Order', 'Purchase')
  await second.rename('Customer', 'Buyer')
  await expect(first.card('Buyer')).toBeVisible()
  await expect(second.card('Purchase')).toBeVisible()
  await expect(first.page.getByRole('list', { name: 'Here now' })).toBeHidden()

  await first.page.bringToFront()
  await first.surface.focus()
  await first.page.keyboard.press('ControlOrMeta+z')
  await expect(second.card('Order')).toBeVisible()
  await expect(second.card('Buyer')).toBeVisible()
  await agreed(server.address, slug, first, second)
  expect(await elementCalled(server.address, slug, 'Purchase')).toBeUndefined()
})
