import { expect, test } from '@harness/visitors'

test('the application opens without the server, with what the device keeps', async ({
  ownServer,
  visitor
}) => {
  const server = await ownServer()
  const { page } = await visitor('Mira', { address: server.address })
  await page.goto('/')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.getByLabel('Name of the new model').fill('Ledger')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/m\/ledger/)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()

  await server.kill()
  await page.reload()
  await expect(page.getByText(/^Offline\./)).toBeVisible()
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Ledger' })).toBeVisible()
  await page.goto('/import')
  await expect(page.getByLabel('Text to import')).toBeVisible()

  await server.again()
  await page.goto('/')
  await page.getByRole('link', { name: 'Ledger' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
})
