import { CanvasPage } from '@harness/canvas'
import { agreed, elementCalled, modelOf, SHOP } from '@harness/drawn'
import { graphOf } from '@harness/people'
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

test('Enter goes on to the next line, Tab into the type and on, Esc leaves without writing', async ({
  open: { slug, canvas },
  server
}) => {
  const { keyboard } = canvas.page
  await canvas.line('Order', 'number').dblclick()
  await keyboard.press('Enter')
  await keyboard.type('placed: date')
  await keyboard.press('Enter')
  await keyboard.type('note')
  await keyboard.press('Tab')
  await expect(canvas.input).toHaveValue('note: ')
  await keyboard.type('string?')
  await keyboard.press('Enter')
  await keyboard.type('never: int')
  await keyboard.press('Escape')
  await expect(canvas.input).toBeHidden()
  await canvas.saved()
  const [order] = (await agreed(server.address, slug, canvas)).filter(({ label }) =>
    label.startsWith('Order,')
  )
  expect(order?.lines).toEqual(['number: string', 'placed: date', 'note: string?', 'total: int'])
})

test('a line is edited, emptied, and comes back by undo', async ({ open: { canvas } }) => {
  const { keyboard } = canvas.page
  await canvas.line('Order', 'total').dblclick()
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type('total: decimal(12, 2)')
  await keyboard.press('Enter')
  await keyboard.press('Escape')
  await expect(canvas.line('Order', 'total: decimal(12, 2)')).toBeVisible()
  await canvas.line('Order', 'total').click()
  await keyboard.press('Delete')
  await expect(canvas.line('Order', 'total')).toBeHidden()
  await keyboard.press('ControlOrMeta+z')
  await expect(canvas.line('Order', 'total: decimal(12, 2)')).toBeVisible()
  await keyboard.press('ControlOrMeta+z')
  await expect(canvas.line('Order', 'total: int')).toBeVisible()
})

test('pasted lines are fields, in one gesture', async ({ open: { slug, canvas }, server }) => {
  const { page } = canvas
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(() =>
    navigator.clipboard.writeText('name: string\nborn: date?\nstars: int @max(5)')
  )
  await canvas.line('Customer', 'email').dblclick()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+v')
  await page.keyboard.press('Escape')
  await expect(canvas.line('Customer', 'stars: int')).toBeVisible()
  await canvas.saved()
  expect(await elementCalled(server.address, slug, 'stars')).toMatchObject({ max: '5' })
  await page.keyboard.press('ControlOrMeta+z')
  await expect(canvas.line('Customer', 'stars')).toBeHidden()
  await expect(canvas.line('Customer', 'name')).toBeHidden()
  await expect(canvas.line('Customer', 'email')).toBeVisible()
})

test('what fits is offered while a type is typed, and Tab takes it', async ({
  open: { slug, canvas },
  server
}) => {
  const { page } = canvas
  await canvas.line('Order', 'total').dblclick()
  await page.keyboard.press('Enter')
  await page.keyboard.type('buyer: Cus')
  await expect(page.getByRole('option', { name: /Customer/ })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(canvas.input).toHaveValue(/buyer: .*Customer/)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(canvas.line('Order', 'buyer')).toBeVisible()
  await canvas.saved()
  const customer = await elementCalled(server.address, slug, 'Customer')
  expect(await elementCalled(server.address, slug, 'buyer')).toMatchObject({
    type: { to: customer?.id }
  })
})

test('what cannot be read says what to type, holds the person there, and is never written', async ({
  open: { slug, canvas },
  server
}) => {
  const { page } = canvas
  const before = await graphOf(server.address, slug)
  await canvas.line('Order', 'total').dblclick()
  await page.keyboard.press('Enter')
  await page.keyboard.type('price: decimal(12,')
  await page.keyboard.press('Enter')
  await expect(canvas.input).toHaveValue('price: decimal(12,')
  await expect(canvas.input).toHaveAttribute('aria-invalid', 'true')
  await expect(canvas.input).toHaveAccessibleDescription(/.{10,}/)
  await page.keyboard.press('Escape')
  await canvas.saved()
  expect(await graphOf(server.address, slug)).toEqual(before)
})

test('letters that are typed into a line are no keys of the canvas', async ({
  open: { canvas }
}) => {
  const { page } = canvas
  await canvas.line('Order', 'total').dblclick()
  await page.keyboard.press('Enter')
  await page.keyboard.type('hveuq')
  await expect(canvas.input).toHaveValue('hveuq')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Select', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true'
  )
})

test('values of an enum are typed one after the other', async ({
  open: { slug, canvas },
  server
}) => {
  const { page } = canvas
  await canvas.surface.focus()
  await page.keyboard.press('q')
  await canvas.surface.click({ position: { x: 180, y: 560 } })
  await page.keyboard.type('Status')
  await page.keyboard.press('Enter')
  for (const value of ['Draft', 'Placed', 'Paid']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Escape')
  await expect(canvas.card('Status').getByText('Paid')).toBeVisible()
  await canvas.saved()
  const { elements } = await graphOf(server.address, slug)
  const values = elements.filter(({ kind }) => kind === 'enumValue').map(({ name }) => name)
  expect(values).toEqual(['Draft', 'Placed', 'Paid'])
})
