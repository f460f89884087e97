import { expect, test } from '@harness/visitors'
import { HOSTILE } from './hostile'

test('a name and Enter make a model, and its canvas opens', async ({ visitor }) => {
  const { page } = await visitor('Mira')
  await page.goto('/')
  await page.getByLabel('Name of the new model').fill('Claims handling')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/m\/claims-handling/)
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Claims handling' })).toBeVisible()
})

test('a model is renamed in place, put away, and taken out again', async ({ visitor }) => {
  const { page } = await visitor('Mira')
  await page.goto('/')
  await page.getByLabel('Name of the new model').fill('Warehouse')
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page).toHaveURL(/\/m\/warehouse/)
  await page.goto('/')

  const row = page.getByRole('listitem').filter({ hasText: 'Warehouse' })
  await row.getByRole('link').focus()
  await page.keyboard.press('F2')
  await page.keyboard.type('Warehouse, north')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Warehouse, north' })).toBeVisible()

  await page.getByRole('button', { name: 'More for Warehouse, north' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(page.getByRole('link', { name: 'Warehouse, north' })).toBeHidden()
  await page.getByLabel(/Show \d+ archived/).check()
  await row.getByRole('button', { name: 'Take out again' }).click()
  await expect(row.getByText('Archived', { exact: true })).toBeHidden()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Warehouse, north' })).toBeVisible()
})

test('whatever a model is called is only shown', async ({ visitor, server }) => {
  const { page } = await visitor('Mira')
  for (const name of HOSTILE) {
    const answer = await fetch(`${server.address}/api/models`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, slug: `hostile-${HOSTILE.indexOf(name)}` })
    })
    expect(answer.status, await answer.text()).toBe(201)
  }
  await page.goto('/')
  for (const name of HOSTILE) await expect(page.getByTitle(name, { exact: true })).toBeVisible()
  expect(await page.locator('main img, main script').count()).toBe(0)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, 'nothing sticks out of the window').toBeLessThanOrEqual(1280)
})

test('without the server the list that was seen last is there, and says so', async ({
  ownServer,
  visitor
}) => {
  const server = await ownServer()
  const { page } = await visitor('Mira', { address: server.address })
  await page.goto('/')
  await page.getByLabel('Name of the new model').fill('Ledger')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/m\/ledger/)
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Ledger' })).toBeVisible()

  await server.kill()
  await page.getByLabel('Name of the new model').fill('Bookings')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/the server does not answer/i).first()).toBeVisible()
  await expect(page.getByLabel('Name of the new model')).toHaveValue('Bookings')

  await server.again()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/m\/bookings/)
})
