import { CanvasPage } from '@harness/canvas'
import { graphOf } from '@harness/people'
import { expect, newModel, test } from '@harness/visitors'

test('an entity is drawn by typing, field by field, in the language of the model', async ({
  visitor,
  server
}) => {
  const { page } = await visitor('Mira')
  const canvas = new CanvasPage(page)
  const slug = await newModel(server.address)
  await canvas.open(slug)
  await canvas.draw('Book', { x: 300, y: 200 }, ['title: text', 'price: decimal(12, 2)? @min(0)'])
  const [place, surface] = [await canvas.boxOf('Book'), await canvas.surface.boundingBox()]
  expect(Math.abs(place.x + place.width / 2 - (surface?.x ?? 0) - 300)).toBeLessThan(130)
  expect(Math.abs(place.y - (surface?.y ?? 0) - 200)).toBeLessThan(40)
  await canvas.saved()

  const { elements } = await graphOf(server.address, slug)
  const book = elements.find(({ name }) => name === 'Book')
  const price = elements.find(({ name }) => name === 'price')
  expect(book?.['kind']).toBe('entity')
  expect(price).toMatchObject({
    kind: 'field',
    parent: book?.id,
    type: { to: 'decimal', args: [12, 2] },
    optional: true,
    min: '0'
  })
})

test('what one draws the other sees, and a rename and a move as well', async ({
  visitor,
  server
}) => {
  const mira = await visitor('Mira')
  const jonas = await visitor('Jonas')
  const [here, there] = [new CanvasPage(mira.page), new CanvasPage(jonas.page)]
  const slug = await newModel(server.address)
  await here.open(slug)
  await there.open(slug)
  await here.draw('Book', { x: 300, y: 200 }, ['title: text'])
  await expect(there.card('Book').getByText('title')).toBeVisible()

  await here.rename('Book', 'Volume')
  await expect(there.card('Volume')).toBeVisible()

  const before = await there.boxOf('Volume')
  await here.drag('Volume', { x: 160, y: 80 })
  await expect.poll(async () => (await there.boxOf('Volume')).x - before.x).toBeGreaterThan(100)
})
