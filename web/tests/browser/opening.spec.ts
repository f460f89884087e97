import { expect, newModel, test } from './people'

test('the first page asks what is modelled', async ({ visitor }) => {
  const { page } = await visitor('Mira')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'What are you modelling?' })).toBeVisible()
})

test('a model opens', async ({ visitor, server }) => {
  const { page } = await visitor('Mira')
  await page.goto(`/m/${await newModel(server.address)}`)
  await expect(page.getByText('Saved')).toBeVisible()
})
