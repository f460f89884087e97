import { CanvasPage } from '@harness/canvas'
import { elementCalled, modelOf } from '@harness/drawn'
import { expect, test } from '@harness/visitors'

/** Two of one name, and an entity that nothing tells apart. */
const FAULTY = `
entity Order {"position": {"x": 0, "y": 0}}
  field number {"type": {"to": "string"}}
entity Customer {"position": {"x": 320, "y": 0}}
  field id {"type": {"to": "uuid"}, "key": true}
entity Customer {"position": {"x": 320, "y": 160}}
  field id {"type": {"to": "uuid"}, "key": true}
`

test('what the rules find is counted, listed, shown on the card, and gone when it is put right', async ({
  visitor,
  server
}) => {
  const slug = await modelOf(server.address, FAULTY)
  const { page } = await visitor('Mira')
  const canvas = new CanvasPage(page)
  await canvas.open(slug)
  const bar = page.getByRole('banner')
  await bar.getByRole('button', { name: '2 problems' }).click()
  const problems = page.getByRole('complementary', { name: 'Problems' })
  await problems.getByRole('button', { name: /^Nothing tells one Order from another/ }).click()
  await expect(canvas.card('Order')).toHaveClass(/card-selected/)
  const badge = canvas.card('Order').getByRole('img', { name: /^Nothing tells one Order/ })
  await expect(badge).toBeVisible()

  await canvas.line('Order', 'number').dblclick()
  await page.keyboard.press('End')
  await page.keyboard.type(' @key')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(badge).toBeHidden()
  await expect(canvas.card('Order').getByRole('img', { name: 'Key' })).toBeVisible()
  await expect(bar.getByRole('button', { name: '1 problem', exact: true })).toBeVisible()

  await problems.getByRole('button', { name: /^Rename this one to Customer2/ }).click()
  await expect(bar.getByRole('button', { name: 'Valid' })).toBeVisible()
  await expect(problems.getByText('Valid. No rule finds anything.')).toBeVisible()
  expect(await elementCalled(server.address, slug, 'Customer2')).toBeDefined()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(bar.getByRole('button', { name: '1 problem', exact: true })).toBeVisible()
})
