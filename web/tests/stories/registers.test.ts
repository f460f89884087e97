import { create, field, move, remove, rename, restore, set } from '@harness/steps'
import { story } from '@harness/story'
import { Tab } from '@harness/tab'
import { expect } from 'vitest'

story(1, async ({ ann, ben, made }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await ben.sees(order, 'name', 'Purchase')
  const line = await ann.undo()
  await ben.sees(order, 'name', 'Order')
  return line
})

story(2, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  ben.edit('rename of Purchase', rename(order, 'Invoice'))
  await together()
  const line = await ann.undo()
  expect(ann.read(order, 'name')).toBe('Invoice')
  return line
})

story(3, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const price = await made(field(order, 'price'))
  ann.edit('change of price', set(price, 'unique', true), set(price, 'optional', true))
  await together()
  ben.edit('change of price', set(price, 'optional', false))
  await together()
  const line = await ann.undo()
  expect([ann.read(price, 'unique'), ann.read(price, 'optional')]).toEqual([undefined, false])
  return line
})

story(14, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  ben.edit('removal of Purchase', remove(order))
  await together()
  const line = await ann.undo()
  await together()
  ben.edit('restoration of Order', restore(order))
  await together()
  expect([ann.read(order, 'name'), ann.document.isShown(order)]).toEqual(['Order', true])
  return line
})

story(15, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const bill = await made(create('entity', 'Bill'))
  const invoice = await made(create('entity', 'Invoice'))
  const price = await made(field(order, 'price', { order: 'a0' }))
  ann.edit('move of price', move(price, bill))
  await together()
  ben.edit('move of price', move(price, invoice, 'a2'))
  await together()
  const line = await ann.undo()
  expect([ann.read(price, 'parent'), ann.read(price, 'order')]).toEqual([invoice, 'a2'])
  return line
})

story(16, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const bill = await made(create('entity', 'Bill'))
  const price = await made(field(order, 'price', { order: 'a0' }))
  ann.edit('move of price', move(price, bill))
  await together()
  ben.edit('removal of Order', remove(order))
  await together()
  const line = await ann.undo()
  expect(ann.document.isShown(price)).toBe(true)
  return line
})

story(17, async ({ ann, ben, made, together }) => {
  const fulfil = await made(create('workflow', 'Fulfil'))
  const pick = await made(create('step', 'Pick', { parent: fulfil }))
  const scan = await made(create('step', 'Scan', { parent: pick }))
  ann.edit('move of Scan', move(scan, fulfil))
  await together()
  ben.edit('move of Pick', move(pick, scan))
  await together()
  const line = await ann.undo()
  expect([ann.read(scan, 'parent'), ann.read(pick, 'parent')]).toEqual([fulfil, scan])
  return line
})

story(18, async ({ ann, ben, together }) => {
  const cards = Array.from({ length: 40 }, (_, nth) =>
    create('entity', `E${nth}`, { position: { x: nth, y: 0 } })
  )
  ann.edit('import of 40', ...cards)
  await together()
  const ids = cards.map(({ element }) => element)
  ann.edit('drag of 40', ...ids.map((id, nth) => set(id, 'position', { x: nth, y: 100 })))
  await together()
  ben.edit('drag of E7', set(ids[7] ?? '', 'position', { x: 0, y: 500 }))
  await together()
  const line = await ann.undo()
  await together()
  const heights = ids.map(id => (ben.read(id, 'position') as { y: number }).y)
  expect(heights).toEqual(ids.map((_, nth) => (nth === 7 ? 500 : 0)))
  return line
})

story(33, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  ben.edit('rename of Purchase', rename(order, 'Invoice'))
  await together()
  expect(await ben.undo()).toBe('Undone: rename of Purchase.')
  await together()
  const line = await ann.undo()
  expect(ann.read(order, 'name')).toBe('Order')
  return line
})

story(34, async ({ ann, ben, made, place, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  await using other = await Tab.open(place, ann.person)
  await other.saved()
  other.edit('rename of Purchase', rename(order, 'Invoice'))
  await Promise.all([other.saved(), ann.sees(order, 'name', 'Invoice')])
  const line = await ann.undo()
  expect(ben.read(order, 'name')).toBe('Invoice')
  return line
})
