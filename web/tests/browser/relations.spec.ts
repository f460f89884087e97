import { CanvasPage } from '@harness/canvas'
import { agreed, elementCalled, modelOf, SHOP } from '@harness/drawn'
import { test as base, expect } from '@harness/visitors'

interface Open {
  readonly slug: string
  readonly canvas: CanvasPage
}

const test = base.extend<{ readonly open: Open }>({
  open: async ({ visitor, server }, use) => {
    const slug = await modelOf(server.address, SHOP)
    const canvas = new CanvasPage((await visitor('Mira')).page)
    await canvas.open(slug)
    await use({ slug, canvas })
  }
})

/** Drag a relation out of the right side of a card. */
async function pull(canvas: CanvasPage, from: string, to: { x: number; y: number }) {
  const { mouse } = canvas.page
  const head = await canvas.headOf(from)
  await mouse.move(head.x, head.y)
  const box = await canvas.boxOf(from)
  const handles = await canvas.page.getByTitle('Drag to relate').all()
  const boxes = await Promise.all(handles.map(handle => handle.boundingBox()))
  const right = boxes.find(each => each !== null && each.x > box.x + box.width - 12)
  if (right === undefined || right === null) throw new Error(`${from} has no handle at its right`)
  await mouse.move(right.x + right.width / 2, right.y + right.height / 2)
  await mouse.down()
  await mouse.move(to.x, to.y, { steps: 12 })
  await mouse.up()
}

test('from a card to a card: a field that refers to it, and an edge with numbers at both ends', async ({
  open: { slug, canvas },
  server
}) => {
  await pull(canvas, 'Order', await canvas.headOf('Customer'))
  await expect(canvas.line('Order', 'customer: ref Customer')).toBeVisible()
  await expect(canvas.edges).toHaveCount(1)
  await canvas.saved()
  const customer = await elementCalled(server.address, slug, 'Customer')
  expect(await elementCalled(server.address, slug, 'customer')).toMatchObject({
    type: { to: customer?.id, ref: true }
  })
})

test('into empty space: a new entity that is named at once, in one gesture', async ({
  open: { slug, canvas },
  server
}) => {
  const { page } = canvas
  const [{ x }, { y }] = [await canvas.boxOf('Order'), await canvas.boxOf('Invoice')]
  await pull(canvas, 'Customer', { x: x + 40, y: y + 100 })
  await page.keyboard.type('Address')
  await page.keyboard.press('Enter')
  await page.keyboard.type('street: string')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(canvas.line('Address', 'street')).toBeVisible()
  await expect(canvas.line('Customer', 'ref Address')).toBeVisible()
  await expect(canvas.edges).toHaveCount(1)
  await agreed(server.address, slug, canvas)
})

test('how many is chosen on the edge, and the edge goes with its field', async ({
  open: { slug, canvas },
  server
}) => {
  const { page } = canvas
  await pull(canvas, 'Order', await canvas.headOf('Customer'))
  await canvas.line('Order', 'customer').click({ button: 'right' })
  await page.getByRole('menuitemcheckbox', { name: 'one or more Customer' }).click()
  await expect(canvas.edges.getByText('1..*')).toBeVisible()
  await canvas.saved()
  expect(await elementCalled(server.address, slug, 'customer')).toMatchObject({
    cardinality: [1, null]
  })
  await canvas.line('Order', 'customer').click()
  await page.keyboard.press('Delete')
  await expect(canvas.edges).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(canvas.edges).toHaveCount(1)
})

test('Esc in the middle leaves nothing behind', async ({ open: { slug, canvas }, server }) => {
  const { page } = canvas
  await page.keyboard.press('r')
  const [from, to] = [await canvas.headOf('Order'), await canvas.headOf('Customer')]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(canvas.edges).toHaveCount(0)
  await canvas.saved()
  expect(await elementCalled(server.address, slug, 'customer')).toBeUndefined()
})
