import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { graphOf } from '@harness/people'
import { expect, test } from '@harness/visitors'

const SHOP = `
create table customer (id uuid primary key, email text not null unique);
create table purchase (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  total numeric(12, 2) check (total >= 0)
);
create trigger touch before update on purchase execute function touch();
`

const NORTHWIND = resolve(import.meta.dirname, '../../../../shared/data/northwind/northwind.sql')

test('a pasted schema is looked through before it becomes a model', async ({ visitor, server }) => {
  const { page } = await visitor('Mira')
  await page.goto('/import')
  await page.getByRole('textbox').fill(SHOP)
  await page.getByRole('button', { name: 'Read it' }).click()

  await expect(page.getByText('Nothing has been changed yet')).toBeVisible()
  await expect(page.getByText(/trigger touch/i)).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Shop by paste')
  const before = await modelsOf(server.address)
  expect(before.filter(slug => slug.startsWith('shop-by-paste'))).toEqual([])

  await page.getByRole('button', { name: 'Make the model' }).click()
  await expect(page).toHaveURL(/\/m\/shop-by-paste/)
  await expect(page.getByRole('article', { name: /^purchase/ })).toBeVisible()
  const { elements } = await graphOf(server.address, 'shop-by-paste')
  expect(elements.filter(({ kind }) => kind === 'entity')).toHaveLength(2)
})

test('a dropped file of thousands of lines comes in whole', async ({ visitor }) => {
  test.skip(!existsSync(NORTHWIND), 'the schemas of others are not beside this checkout')
  const { page } = await visitor('Mira')
  await page.goto('/')
  await page.getByLabel('Drop a file').setInputFiles({
    name: 'northwind.sql',
    mimeType: 'application/sql',
    buffer: readFileSync(NORTHWIND)
  })
  await expect(page.getByText('14', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Make the model' }).click()
  await expect(page).toHaveURL(/\/m\/northwind/)
  await expect(page.getByRole('treeitem', { name: /orders/ })).toBeVisible()
})

test('a text nothing comes of says why, and stays', async ({ visitor }) => {
  const { page } = await visitor('Mira')
  await page.goto('/import')
  await page.getByRole('textbox').fill('select 1;')
  await page.getByRole('button', { name: 'Read it' }).click()
  await expect(page.getByText(/CREATE TABLE/).first()).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveValue('select 1;')
})

test('an import that is cut off by a killed server goes on when it is back', async ({
  ownServer,
  visitor
}) => {
  const server = await ownServer()
  const { page } = await visitor('Mira', { address: server.address })
  await page.goto('/import')
  await page.getByRole('textbox').fill(SHOP)
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Cut shop')
  await server.kill()
  await page.getByRole('button', { name: 'Make the model' }).click()
  await expect(page.getByText(/does not answer/).first()).toBeVisible()
  await server.again()
  await page.getByRole('button', { name: /Make the model|Try again/ }).click()
  await expect(page).toHaveURL(/\/m\/cut-shop/)
})

test('a text survives a reload of the page', async ({ visitor }) => {
  const { page } = await visitor('Mira')
  await page.goto('/import')
  await page.getByRole('textbox').fill(SHOP)
  await page.getByRole('button', { name: 'Read it' }).click()
  await expect(page.getByText('Nothing has been changed yet')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Nothing has been changed yet')).toBeVisible()
  await page.getByRole('button', { name: 'Back to the text' }).click()
  await expect(page.getByRole('textbox')).toHaveValue(SHOP)
})

async function modelsOf(address: string): Promise<string[]> {
  const answer = await fetch(`${address}/api/models`)
  const { items } = (await answer.json()) as { items: { slug: string }[] }
  return items.map(({ slug }) => slug)
}
