import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { LARGEST_AWARENESS } from '@/api/room.gen'
import { givenName } from '@/workspace/people'
import { Presence, type Topic } from '@/workspace/presence'

const ME = { id: 'me', name: 'Ana Keller' }
const MIRA = { id: 'mira', name: 'Mira Okafor' }
const JONAS = { id: 'jonas', name: 'Jonas Lind' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A session as far as presence needs it, whose document may be changed for another. */
function given() {
  const listeners = new Set<(event: { event: string }) => void>()
  const room = {
    awareness: new Awareness(new Y.Doc()),
    subscribe: (listener: (event: { event: string }) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
  const presence = new Presence(room, ME, 'tab of mine')
  const heard: Topic[] = []
  for (const topic of ['people', 'halos', 'pointers', 'drags', 'views'] as const) {
    presence.subscribe(topic, () => heard.push(topic))
  }
  const swap = () => {
    const { awareness: former } = room
    room.awareness = new Awareness(new Y.Doc())
    const others = [...former.getStates().keys()].filter(one => one !== former.clientID)
    applyAwarenessUpdate(room.awareness, encodeAwarenessUpdate(former, others), 'remote')
    room.awareness.setLocalState(former.getLocalState())
    former.destroy()
    for (const listener of listeners) listener({ event: 'document' })
  }
  return { presence, room, heard, swap }
}

/** A tab of somebody else, as the server stamps what it says. */
function tabOf(user: { id: string; name: string }, room: { awareness: Awareness }) {
  const awareness = new Awareness(new Y.Doc())
  const say = (state: Record<string, unknown> | null) => {
    awareness.setLocalState(state === null ? null : { ...state, user })
    const said = encodeAwarenessUpdate(awareness, [awareness.clientID])
    applyAwarenessUpdate(room.awareness, said, 'remote')
  }
  return { client: awareness.clientID, say }
}

function sizeOf({ awareness }: { awareness: Awareness }): number {
  return encodeAwarenessUpdate(awareness, [awareness.clientID]).length
}

test('several tabs of somebody are one person, and go when the last of them does', () => {
  const { presence, room } = given()
  const one = tabOf(MIRA, room)
  const other = tabOf(MIRA, room)
  one.say({ tab: 'a' })
  other.say({ tab: 'b' })
  expect(presence.people.map(({ person }) => person.name)).toEqual(['Mira Okafor', 'Ana Keller'])
  one.say(null)
  expect(presence.people).toHaveLength(2)
  other.say(null)
  expect(presence.people.map(({ isMe }) => isMe)).toEqual([true])
})

test('my other tab is no other person, but its pointer is shown', () => {
  const { presence, room } = given()
  tabOf(ME, room).say({ tab: 'another', cursor: { x: 1, y: 2 } })
  tabOf(ME, room).say({ tab: 'tab of mine', cursor: { x: 3, y: 4 } })
  expect(presence.people).toHaveLength(1)
  expect(presence.pointers.map(({ cursor }) => cursor)).toEqual([{ x: 1, y: 2 }])
})

test('a pointer that moves is told to who draws pointers alone', () => {
  const { presence, room, heard } = given()
  const mira = tabOf(MIRA, room)
  mira.say({ cursor: { x: 1, y: 1 } })
  const { people, pointers } = presence
  heard.length = 0
  mira.say({ cursor: { x: 2, y: 1 } })
  expect(heard).toEqual(['pointers'])
  expect(presence.cursorOf(mira.client)).toEqual({ x: 2, y: 1 })
  expect(presence.people).toBe(people)
  expect(presence.pointers).toBe(pointers)
  mira.say({ cursor: null })
  expect(presence.pointers).toEqual([])
})

test('who selects an element or types in it has a halo there, and nowhere else', () => {
  const { presence, room, heard } = given()
  const mira = tabOf(MIRA, room)
  mira.say({ selection: ['order', 'customer'] })
  const kept = presence.peersOf('customer')
  expect(kept.map(({ name, editing }) => ({ name, editing }))).toEqual([
    { name: 'Mira Okafor', editing: null }
  ])
  heard.length = 0
  mira.say({ selection: ['customer'], editing: { element: 'total', part: 'line' } })
  expect(heard).toEqual(['halos'])
  expect(presence.peersOf('order')).toEqual([])
  expect(presence.peersOf('customer')).toBe(kept)
  expect(presence.peersOf('total')[0]?.editing).toBe('line')
  mira.say(null)
  expect(presence.peersOf('customer')).toEqual([])
})

test('two people at one element stand in the order in which they came', () => {
  const { presence, room } = given()
  const mira = tabOf(MIRA, room)
  mira.say({ selection: ['order'] })
  tabOf(JONAS, room).say({ selection: ['order'] })
  mira.say({ selection: ['order'], editing: { element: 'order', part: 'name' } })
  expect(presence.peersOf('order').map(({ name }) => name)).toEqual(['Mira Okafor', 'Jonas Lind'])
})

test('what was dragged stays where it was let go until the edit arrives', () => {
  const { presence, room } = given()
  const mira = tabOf(MIRA, room)
  mira.say({ drag: { order: [10, 20], customer: [30, 40] } })
  expect(presence.drags.get('order')).toEqual({ x: 10, y: 20 })
  presence.settle(new Set(['order']))
  expect(presence.drags.size).toBe(2)
  mira.say({ drag: null })
  expect(presence.drags.size).toBe(2)
  presence.settle(new Set(['order']))
  expect([...presence.drags.keys()]).toEqual(['customer'])
  vi.advanceTimersByTime(600)
  expect(presence.drags.size).toBe(0)
})

test('a drag ends when its tab goes in the middle of it', () => {
  const { presence, room } = given()
  const mira = tabOf(MIRA, room)
  mira.say({ drag: { order: [10, 20] } })
  mira.say(null)
  vi.advanceTimersByTime(600)
  expect(presence.drags.size).toBe(0)
})

test('under another document all are still here, and hear of me', () => {
  const { presence, room, swap } = given()
  tabOf(MIRA, room).say({ selection: ['order'], cursor: { x: 1, y: 1 } })
  presence.pointAt({ x: 5, y: 6 })
  swap()
  expect(presence.people).toHaveLength(2)
  expect(presence.peersOf('order')).toHaveLength(1)
  presence.pointAt({ x: 7.4, y: 8 })
  expect(room.awareness.getLocalState()?.['cursor']).toEqual({ x: 7, y: 8 })
  tabOf(JONAS, room).say({})
  expect(presence.people).toHaveLength(3)
})

test('the view that is followed is that of the tab in which somebody points', () => {
  const { presence, room } = given()
  const one = tabOf(MIRA, room)
  const other = tabOf(MIRA, room)
  one.say({ view: { x: 1, y: 1, zoom: 1 }, cursor: { x: 0, y: 0 } })
  other.say({ view: { x: 2, y: 2, zoom: 2 } })
  expect(presence.viewOf(MIRA.id)).toEqual({ x: 1, y: 1, zoom: 1 })
  expect(presence.viewOf('nobody')).toBeNull()
})

test('all that can be said at once fits a frame of awareness', () => {
  const { presence, room } = given()
  const ids = Array.from({ length: 400 }, (_, nth) => `01933e7a-0000-7000-8000-${nth + 1e11}`)
  presence.select(new Set(ids))
  presence.look({ x: -123456.5, y: 123456.5, zoom: 1 / 3 })
  presence.pointAt({ x: -123456.5, y: 123456.5 })
  presence.type({ element: ids[0] ?? '', part: 'new line' })
  presence.dragging(new Map(ids.map(id => [id, { x: -123456, y: 123456 }])))
  expect(sizeOf(room)).toBeLessThan(LARGEST_AWARENESS)
  expect(Object.keys(room.awareness.getLocalState()?.['drag'] ?? {}).length).toBeGreaterThan(75)
})

test('what others say is doubted', () => {
  const { presence, room } = given()
  const mira = tabOf(MIRA, room)
  mira.say({
    cursor: { x: Number.NaN, y: 'a' },
    view: { x: 1, y: 1, zoom: 0 },
    selection: [1, 'order', { id: 'x' }, 'y'.repeat(1000)],
    editing: { element: 'order', part: '<b>' },
    drag: { order: 'up', customer: [1, 2, 3], total: [1] },
    tab: 7
  })
  expect(presence.pointers).toEqual([])
  expect(presence.viewOf(MIRA.id)).toBeNull()
  expect(presence.peersOf('order')[0]?.editing).toBeNull()
  expect([...presence.drags]).toEqual([['customer', { x: 1, y: 2 }]])
  mira.say({ selection: 'order', drag: [1, 2], editing: 3, cursor: [] })
  expect(presence.peersOf('order')).toEqual([])
})

test('names of hostile characters stay one line that shows something', () => {
  const { presence, room } = given()
  const named = (name: string) => {
    const { say } = tabOf({ id: name, name }, room)
    say({})
    const here = presence.people.find(({ isMe }) => !isMe)
    say(null)
    return here?.person.name
  }
  expect(named('\u202eMira\u202c\nOkafor')).toBe('Mira Okafor')
  expect(named('\u200b\u200b')).toBe('Unnamed')
  expect(named('<b>Mira</b>')).toBe('<b>Mira</b>')
  expect(named('👩‍👩‍👧 Mira')).toBe('👩‍👩‍👧 Mira')
  expect(named('شادي')).toBe('شادي')
  expect(named('x'.repeat(1000))).toHaveLength(200)
})

test('who says nothing of themselves is nobody', () => {
  const { presence, room } = given()
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState({ cursor: { x: 1, y: 1 } })
  applyAwarenessUpdate(room.awareness, encodeAwarenessUpdate(awareness, [awareness.clientID]), 0)
  expect(presence.people).toHaveLength(1)
  expect(presence.pointers).toEqual([])
})

test('eight people have eight colours, the same at every place they are seen', () => {
  const { presence, room } = given()
  for (let nth = 0; nth < 7; nth += 1) {
    tabOf({ id: `somebody ${nth}`, name: `Nth ${nth}` }, room).say({ selection: ['order'] })
  }
  const colours = new Map(presence.people.map(({ person, colour }) => [person.name, colour]))
  expect(new Set(colours.values()).size).toBe(8)
  for (const { name, colour } of presence.peersOf('order')) expect(colour).toBe(colours.get(name))
})

test('who says another name is the same person', () => {
  const { presence, heard } = given()
  const [before] = presence.people
  presence.rename('Ana\u202e Lind')
  expect(heard).toEqual(['people'])
  expect(presence.people).toEqual([{ ...before, person: { id: 'me', name: 'Ana Lind' } }])
})

test('where there is little room, guests keep both their words', () => {
  expect(givenName('Mira Okafor')).toBe('Mira')
  expect(givenName('Guest Robin')).toBe('Guest Robin')
})
