import { commitsOf } from '@harness/people'
import { REBUILDING, Server } from '@harness/server'
import { create, move, rename, set } from '@harness/steps'
import { story } from '@harness/story'
import { afterAll, beforeAll, expect } from 'vitest'

let own: Server

beforeAll(async () => {
  own = await Server.start(REBUILDING)
})

afterAll(() => own[Symbol.asyncDispose]())

story(22, async ({ ann, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  ann.edit('kind of Order', set(order, 'kind', 'unheard of'))
  await together()
  expect([ann.read(order, 'kind'), ann.history.nextUndo]).toEqual(['entity', 'rename of Order'])
  const line = await ann.undo()
  expect(ann.read(order, 'name')).toBe('Order')
  return line
})

story(23, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.offline()
  ann.edit('kind of Order', set(order, 'kind', 'unheard of'))
  const line = await ann.undo()
  await ann.online()
  await together()
  expect([ann.history.nextUndo, ann.history.nextRedo]).toEqual(['creation of Order', null])
  expect([ann.read(order, 'kind'), ben.read(order, 'kind')]).toEqual(['entity', 'entity'])
  return line
})

story(24, async ({ ann, ben, made, together }) => {
  const fulfil = await made(create('workflow', 'Fulfil'))
  const pick = await made(create('step', 'Pick', { parent: fulfil }))
  const scan = await made(create('step', 'Scan', { parent: pick }))
  ann.edit('move of Scan', move(scan, fulfil))
  await together()
  ann.offline()
  expect(await ann.undo()).toBe('Undone: move of Scan.')
  ben.edit('move of Pick', move(pick, scan))
  await ben.saved()
  await ann.online()
  await together()
  expect([ann.read(scan, 'parent'), ann.read(pick, 'parent')]).toEqual([fulfil, scan])
  return ann.told.join()
})

story(25, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  ann.offline()
  ben.edit('description of Purchase', set(order, 'title', 'what is bought'))
  await ann.online()
  await together()
  const line = await ann.undo()
  await together()
  expect([ben.read(order, 'name'), ben.read(order, 'title')]).toEqual(['Order', 'what is bought'])
  return line
})

story(26, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  await ann.reload()
  await ann.saved()
  const line = await ann.undo()
  await ben.sees(order, 'name', 'Order')
  return line
})

story(27, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.offline()
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await ann.kept()
  await ann.crash()
  expect([ann.read(order, 'name'), ann.pending]).toEqual(['Purchase', 1])
  const line = await ann.undo()
  await ann.online()
  await together()
  expect([ann.read(order, 'name'), ben.read(order, 'name')]).toEqual(['Order', 'Order'])
  return line
})

story(
  28,
  async ({ ann, ben, made, together }) => {
    const order = await made(create('entity', 'Order'))
    ann.edit('rename of Order', rename(order, 'Purchase'))
    await together()
    const former = ann.epoch
    const closed = own.roomClosed()
    for (const tab of [ann, ben]) tab.offline()
    await closed
    await Promise.all([ann.online(), ben.online()])
    expect(ann.epoch).not.toBe(former)
    const line = await ann.undo()
    await ben.sees(order, 'name', 'Order')
    return line
  },
  () => own.address
)

story(
  29,
  async ({ ann, ben, made, together }) => {
    const order = await made(create('entity', 'Order'))
    ann.edit('rename of Order', rename(order, 'Purchase'))
    await together()
    await own.kill()
    await own.again()
    await together()
    const line = await ann.undo()
    await ben.sees(order, 'name', 'Order')
    return line
  },
  () => own.address
)

story(30, async ({ ann, ben, made, place, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await together()
  ann.offline()
  const line = await ann.undo()
  const former = ben.edit('rename of Purchase', rename(order, 'Invoice'))
  await ben.saved()
  await ann.online()
  await together()
  expect([ann.read(order, 'name'), ben.read(order, 'name')]).toEqual(['Order', 'Order'])
  const [newest, before] = await commitsOf(place.server, place.model)
  expect(newest?.commit_id).not.toBe(former)
  expect(before?.commit_id).toBe(former)
  return line
})

story(31, async ({ ann, ben, made, together }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await ann.undo()
  await together()
  ben.edit('rename of Order', rename(order, 'Invoice'))
  await together()
  const line = await ann.redo()
  expect(ann.read(order, 'name')).toBe('Invoice')
  return line
})

story(32, async ({ ann, ben, made }) => {
  const order = await made(create('entity', 'Order'))
  ann.edit('rename of Order', rename(order, 'Purchase'))
  await ann.undo()
  await ann.redo()
  await ben.sees(order, 'name', 'Purchase')
  const line = await ann.undo()
  await ben.sees(order, 'name', 'Order')
  return line
})
