import { create, field, remove, rename, restore, set } from '@harness/steps'
import { story } from '@harness/story'
import { expect } from 'vitest'

story(4, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const line = await ann.undo()
  await together()
  expect([ann, ben].map(({ document }) => document.isShown(order))).toEqual([false, false])
  return line
})

story(5, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ben.edit('rename of Order', rename(order, 'Invoice'))
  await together()
  const line = await ann.undo()
  expect(ann.document.isShown(order)).toBe(true)
  return line
})

story(6, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const total = field(order, 'total')
  ben.edit('creation of total', total)
  await together()
  const line = await ann.undo()
  expect(ann.document.isShown(total.element)).toBe(true)
  return line
})

story(7, async ({ ann, ben, together }) => {
  const order = create('entity', 'Order')
  const fields = ['cost', 'note', 'date'].map(name => field(order.element, name))
  ann.edit('paste of Order', order, ...fields)
  await together()
  const [first] = fields
  ben.edit('rename of cost', rename(first?.element ?? '', 'price'))
  await together()
  const line = await ann.undo()
  await together()
  const shown = [order, ...fields].map(({ element }) => ben.document.isShown(element))
  expect(shown).toEqual([true, true, false, false])
  return line
})

story(8, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ben.edit('removal of Order', remove(order))
  await together()
  return ann.undo()
})

story(9, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  await ann.undo()
  expect(await ann.redo()).toBe('Redone: creation of Order.')
  await together()
  ben.edit('title of Order', set(order, 'title', 'what is wanted'))
  await together()
  const line = await ann.undo()
  expect(ann.document.isShown(order)).toBe(true)
  return line
})

story(10, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const price = await made(field(order, 'price'))
  ben.offline()
  ben.edit('rename of price', rename(price, 'cost'))
  ann.edit('removal of Order', remove(order))
  await ann.saved()
  await ben.online()
  await together()
  const line = await ann.undo()
  expect([ann.document.isShown(price), ann.read(price, 'name')]).toEqual([true, 'cost'])
  return line
})

story(11, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  const price = await made(field(order, 'price'))
  ann.edit('removal of price', remove(price))
  await together()
  ben.edit('removal of Order', remove(order))
  await together()
  const line = await ann.undo()
  expect(ann.document.isShown(price)).toBe(false)
  await together()
  ben.edit('restoration of Order', restore(order))
  await together()
  expect(ann.document.isShown(price)).toBe(true)
  return line
})

story(12, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  for (const tab of [ann, ben]) tab.offline()
  for (const tab of [ann, ben]) tab.edit('removal of Order', remove(order))
  await ann.online()
  await ben.online()
  await together()
  expect(await ann.undo()).toBe('Undone: removal of Order.')
  await together()
  const line = await ben.undo()
  expect(ben.document.isShown(order)).toBe(true)
  return line
})

story(13, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('removal of Order', remove(order))
  await together()
  ben.edit('restoration of Order', restore(order))
  await together()
  const line = await ann.undo()
  expect(ann.document.isShown(order)).toBe(true)
  return line
})
