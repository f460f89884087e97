/**
 * What a person may, at the real rooms.
 *
 * Over HTTP everybody is an owner: there is no way yet to be given another role. So the server of
 * this test is told to read the role out of the name; all else in it is as it is.
 */
import { introduce, rename as nameAnew, newModel, type Person } from '@harness/people'
import { Server } from '@harness/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryStorage } from '@/journal/memory'
import {
  did,
  heard,
  joined,
  makeEntity,
  opened,
  proxyBefore,
  rename,
  saved,
  until
} from './sessions'

const ROLES = `
from domain.access import Actor, Role
from server.http import identity

def role_of(actor):
    role = Role.VIEWER if actor.name.endswith("viewer") else Role.EDITOR
    return Actor(actor.id, actor.name, role)

actor_of = identity.Identities._actor

def reads_role(self, cookie):
    actor = actor_of(self, cookie)
    return None if actor is None else role_of(actor)

identity.Identities._actor = reads_role
named = identity.Identities.named

def names(self, actor, name):
    return role_of(named(self, actor, name))

identity.Identities.named = names
`

let server: Server
beforeAll(async () => {
  server = await Server.start(ROLES)
})
afterAll(() => server[Symbol.asyncDispose]())

const viewing = (person: Person) => nameAnew(server.address, person, `${person.name} viewer`)
const editing = (person: Person) => nameAnew(server.address, person, person.name)

async function given() {
  const url = server.address
  const model = await newModel(url)
  const anna = await introduce(url, 'Anna')
  const ben = await introduce(url, 'Ben')
  const proxy = await proxyBefore(url)
  const storage = memoryStorage()
  const a = await joined({ person: anna, url: proxy.address, model, storage })
  const b = await joined({ person: ben, url, model })
  const element = makeEntity(b, 'Customer')
  await Promise.all([saved(b), until(a, () => a.document.has(element))])
  return { url, model, anna, proxy, storage, a, b, element }
}

test('a viewer sees what others do and may do nothing', async () => {
  const { url, model, b, element } = await given()
  const carl = await introduce(url, 'Carl viewer')
  const c = await joined({ person: carl, url, model })
  expect(c.status).toMatchObject({ state: 'live', access: 'read' })
  expect(c.edit({ label: 'x' }, [rename(element, 'x')])).toMatchObject({ because: 'read-only' })
  did(b, rename(element, 'Client'))
  await until(c, () => c.document.read(element, 'name') === 'Client')
  expect(c.status.pending).toBe(0)
})

test('what was on its way when the right was lost is kept, and goes in when it is back', async () => {
  const { anna, proxy, a, b, element } = await given()
  const refused = heard(a, 'refused')
  proxy.pause()
  did(a, rename(element, 'On its way'))
  did(a, rename(element, 'And more'))
  await viewing(anna)
  proxy.resume()
  await until(a, () => a.status.access === 'held' && a.status.pending === 2)
  expect(a.edit({ label: 'x' }, [rename(element, 'x')])).toMatchObject({ because: 'read-only' })
  did(b, { step: 'text', element, text: 'meanwhile' })
  await until(a, () => a.document.read(element, 'doc') === 'meanwhile')
  expect(b.document.read(element, 'name')).toBe('Customer')
  expect(JSON.stringify(a.exportJournal())).toContain('And more')
  await editing(anna)
  await saved(a)
  await until(b, () => b.document.read(element, 'name') === 'And more')
  expect(refused).toEqual([])
})

test('a backlog whose owner lost the right is held after a reload, too, until it is back', async () => {
  const { model, anna, proxy, storage, a, b, element } = await given()
  proxy.shut()
  await until(a, () => a.status.state === 'offline')
  did(a, rename(element, 'Offline'))
  const viewer = await viewing(anna)
  await a.close()
  proxy.open()
  const again = await opened({ person: viewer, url: proxy.address, model, storage })
  await until(again, () => again.status.state === 'saving')
  expect(again.status).toMatchObject({ pending: 1, access: 'held' })
  expect(again.document.read(element, 'name')).toBe('Offline')
  await editing(anna)
  await saved(again)
  await until(b, () => b.document.read(element, 'name') === 'Offline')
})
