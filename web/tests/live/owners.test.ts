/** Two processes on one database: the room is at one of them, and its people go there. */
import { introduce, newModel } from '@harness/people'
import { Server } from '@harness/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { did, heard, joined, makeEntity, rename, saved, until } from './sessions'

let keeper: Server // of the database, which goes with the server that started it
let one: Server
let other: Server
beforeAll(async () => {
  keeper = await Server.start()
  const options = ['--secret', 'same', ...(await keeper.shared())]
  one = await Server.start('', ...options)
  other = await Server.start('', ...options)
})
afterAll(async () => {
  for (const server of [one, other, keeper]) await server[Symbol.asyncDispose]()
})

test('who comes to another process works at the owner, and survives its restart and its end', async () => {
  const model = await newModel(one.address)
  const anna = await introduce(one.address, 'Anna')
  const ben = await introduce(other.address, 'Ben')
  const a = await joined({ person: anna, url: one.address, model })
  const b = await joined({ person: ben, url: other.address, model })
  const element = makeEntity(a, 'Customer')
  await until(b, () => b.document.has(element))
  did(b, rename(element, 'By way of the other'))
  await saved(b)
  await until(a, () => a.document.read(element, 'name') === 'By way of the other')

  const answers = heard(b, 'saved')
  for (let nth = 1; nth <= 20; nth += 1) did(b, rename(element, `Name ${nth}`))
  await one.stop()
  for (let nth = 21; nth <= 40; nth += 1) did(b, rename(element, `Name ${nth}`))
  await saved(b)
  expect(answers.length).toBe(40)
  await one.again()
  await until(a, () => a.document.read(element, 'name') === 'Name 40')
  await saved(a)
})
