import { create, text } from '@harness/steps'
import { story } from '@harness/story'
import { expect } from 'vitest'

story(19, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('text of Order', text(order, 'What somebody wants.'))
  await together()
  ben.edit('text of Order', text(order, 'In short: What somebody wants. Paid at once.'))
  await together()
  const line = await ann.undo()
  await together()
  expect(ben.read(order, 'doc')).toBe('In short: Paid at once.')
  return line
})

story(20, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('text of Order', text(order, 'What somebody wants.'))
  ann.edit('text of Order', text(order, 'What everybody wants.'))
  await together()
  ben.edit('text of Order', text(order, 'What nobody wants.'))
  await together()
  const line = await ann.undo()
  expect(ann.read(order, 'doc')).toBe('What nobody wants.')
  return line
})

story(21, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('text of Order', text(order, 'What somebody wants.'))
  await together()
  ben.offline()
  ben.edit('text of Order', text(order, 'What somebody really wants.'))
  const line = await ann.undo()
  await ann.saved()
  await ben.online()
  await together()
  expect(ann.read(order, 'doc')).toBe('really ')
  return line
})
