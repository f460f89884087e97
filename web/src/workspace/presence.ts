/**
 * Who else is here, and where; and what they are told of me.
 *
 *     awareness ──> Peer: one tab of somebody ──> people, halos, pointers, drags, views
 *
 * Each topic has its own listeners, and what they read is the same object until it is another: a
 * pointer that moves draws no list of people anew.
 */
import type { Awareness } from 'y-protocols/awareness'
import { tell } from '@/model/mishap'
import { coloursOf, type PersonColour } from '@/ui/colours'
import { Drags } from '@/workspace/drags'
import { type Halo, Halos } from '@/workspace/halos'
import { type Person, shownName } from '@/workspace/people'
import {
  NOWHERE,
  type Point,
  saidOf,
  type Typing,
  type View,
  type Whereabouts,
  whereaboutsOf
} from '@/workspace/whereabouts'

/** One tab of somebody. */
export interface Peer extends Whereabouts {
  readonly client: number
  readonly person: Person
  readonly colour: PersonColour
}

/** Somebody who is here, in one tab or several. */
export interface Here {
  readonly person: Person
  readonly colour: PersonColour
  readonly isMe: boolean
}

export type Topic = 'people' | 'halos' | 'pointers' | 'drags' | 'views'

/** What presence needs of a session; after the event `document` its awareness is another one. */
interface Room {
  readonly awareness: Awareness
  subscribe(listener: (event: { readonly event: string }) => void): () => void
}

interface Change {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

export class Presence {
  readonly #room: Room
  readonly #peers = new Map<number, Peer>()
  readonly #halos = new Halos()
  readonly #drags = new Drags(() => this.#tell('drags'))
  readonly #listeners = new Map<Topic, Set<() => void>>()
  readonly #ending: (() => void)[] = []
  #leave: () => void = () => {}
  #me: Person
  #said: Whereabouts
  #colours: ReadonlyMap<string, PersonColour>
  #people: readonly Here[] = []
  #pointers: readonly Peer[] = []

  constructor(room: Room, me: Person, tab: string) {
    this.#room = room
    this.#me = { id: me.id, name: shownName(me.name) }
    this.#said = { ...NOWHERE, tab }
    this.#colours = coloursOf([me.id])
    this.#ending.push(
      room.subscribe(({ event }) => {
        if (event === 'document') this.#listen()
      })
    )
    this.#listen()
    this.#say({})
  }

  /** Everybody who is here, me last; another tab of a person is the same person. */
  get people(): readonly Here[] {
    return this.#people
  }

  /** The tabs whose pointer is on the canvas; read where it is by `cursorOf`. */
  get pointers(): readonly Peer[] {
    return this.#pointers
  }

  /** Where others' drags have what they drag. */
  get drags(): ReadonlyMap<string, Point> {
    return this.#drags.all
  }

  /** Who has an element selected, or types in it. */
  peersOf(element: string): readonly Halo[] {
    return this.#halos.of(element)
  }

  cursorOf(client: number): Point | null {
    return this.#peers.get(client)?.cursor ?? null
  }

  /** What somebody looks at, in the tab where they did something last. */
  viewOf(person: string): View | null {
    const tabs = [...this.#peers.values()].filter(peer => peer.person.id === person)
    const active = tabs.findLast(peer => peer.cursor !== null) ?? tabs.at(-1)
    return active?.view ?? null
  }

  colourOf(person: string): PersonColour | undefined {
    return this.#colours.get(person)
  }

  /** Hear when what is read of a topic is another; returns how to stop hearing. */
  subscribe(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** I am called otherwise from now on; the server writes that on whatever I say next. */
  rename(name: string): void {
    this.#me = { ...this.#me, name: shownName(name) }
    this.#say({})
    const topics = new Set<Topic>(['people'])
    this.#gather(topics)
    for (const topic of topics) this.#tell(topic)
  }

  /** My pointer is there, in canvas coordinates; null: not on the canvas. */
  pointAt(cursor: Point | null): void {
    if (cursor !== null || this.#said.cursor !== null) this.#say({ cursor })
  }

  look(view: View): void {
    this.#say({ view })
  }

  select(selection: ReadonlySet<string>): void {
    this.#say({ selection: [...selection] })
  }

  type(editing: Typing | null): void {
    if (editing !== this.#said.editing) this.#say({ editing })
  }

  /** What I drag stands there right now; null when I let go, after the edit that moves it. */
  dragging(positions: ReadonlyMap<string, Point> | null): void {
    const drag = positions ?? NOWHERE.drag
    if (drag.size > 0 || this.#said.drag.size > 0) this.#say({ drag })
  }

  /** These elements have changed in the model. */
  settle(elements: ReadonlySet<string>): void {
    this.#drags.settle(elements)
  }

  close(): void {
    for (const end of this.#ending) end()
    this.#leave()
    this.#drags.close()
    this.#listeners.clear()
  }

  #say(part: Partial<Whereabouts>): void {
    this.#said = { ...this.#said, ...part }
    this.#room.awareness.setLocalState(saidOf(this.#said))
  }

  /** Hear the awareness that the session has now; what others said is in it already. */
  #listen(): void {
    this.#leave()
    const { awareness } = this.#room
    const hear = ({ added, updated, removed }: Change) =>
      this.#hear(awareness, [...added, ...updated, ...removed])
    awareness.on('change', hear)
    this.#leave = () => awareness.off('change', hear)
    this.#hear(awareness, [...new Set([...this.#peers.keys(), ...awareness.getStates().keys()])])
  }

  #hear(awareness: Awareness, clients: readonly number[]): void {
    const topics = new Set<Topic>()
    for (const client of clients) {
      if (client === awareness.clientID) continue
      const state = awareness.getStates().get(client)
      const peer = state === undefined ? null : this.#peerOf(client, state)
      if (peer === null) this.#forget(client, topics)
      else this.#take(peer, topics)
    }
    this.#gather(topics)
    for (const topic of topics) this.#tell(topic)
  }

  /** Null for what does not say who it is, and for this tab as it was called before. */
  #peerOf(client: number, state: Readonly<Record<string, unknown>>): Peer | null {
    const person = personOf(state['user'])
    const whereabouts = whereaboutsOf(state)
    if (person === null) return null
    if (person.id === this.#me.id && whereabouts.tab === this.#said.tab) return null
    return { ...whereabouts, client, person, colour: this.#colours.get(person.id) ?? 'p1' }
  }

  #take(peer: Peer, topics: Set<Topic>): void {
    const { client, person, cursor, view } = peer
    const former = this.#peers.get(client)
    this.#peers.delete(client) // who did something last stands last
    this.#peers.set(client, peer)
    if (former?.person.id !== person.id || former.person.name !== person.name) topics.add('people')
    if (!isSamePlace(former?.cursor, cursor)) topics.add('pointers')
    if (!isSamePlace(former?.view, view) || former?.view?.zoom !== view?.zoom) topics.add('views')
    if (this.#halos.take(peer)) topics.add('halos')
    this.#drags.take(client, peer.drag)
  }

  #forget(client: number, topics: Set<Topic>): void {
    if (!this.#peers.delete(client)) return
    topics.add('people').add('pointers')
    if (this.#halos.forget(client)) topics.add('halos')
    this.#drags.take(client, NOWHERE.drag)
  }

  /** Put together anew what is read; a list stays the same object when it says the same. */
  #gather(topics: Set<Topic>): void {
    if (topics.has('people') || this.#people.length === 0) this.#gatherPeople(topics)
    if (!topics.has('pointers')) return
    const pointing = [...this.#peers.values()].filter(({ cursor }) => cursor !== null)
    const pointers = pointing.sort((one, other) => one.client - other.client)
    if (!isSameRow(pointers, this.#pointers)) this.#pointers = pointers
  }

  #gatherPeople(topics: Set<Topic>): void {
    const persons = new Map<string, Person>()
    for (const { person } of this.#peers.values()) {
      if (person.id !== this.#me.id) persons.set(person.id, person)
    }
    const present = [...persons.values(), this.#me].map(({ id }) => id)
    this.#colours = coloursOf(present)
    for (const peer of this.#peers.values()) this.#paint(peer, topics)
    const others = [...persons.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
    this.#people = [...others, this.#me].map(person => ({
      person,
      colour: this.#colours.get(person.id) ?? 'p1',
      isMe: person.id === this.#me.id
    }))
  }

  #paint(peer: Peer, topics: Set<Topic>): void {
    const colour = this.#colours.get(peer.person.id) ?? 'p1'
    if (peer.colour === colour) return
    const painted = { ...peer, colour }
    this.#peers.set(peer.client, painted)
    topics.add('pointers')
    if (this.#halos.take(painted)) topics.add('halos')
  }

  #tell(topic: Topic): void {
    for (const listener of this.#listeners.get(topic) ?? []) tell(listener)
  }
}

function personOf(said: unknown): Person | null {
  const { id, name } = (said ?? {}) as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || id === '') return null
  return { id, name: shownName(typeof name === 'string' ? name : '') }
}

function isSamePlace(one: Point | null | undefined, other: Point | null | undefined): boolean {
  return one?.x === other?.x && one?.y === other?.y
}

/** Whether the same tabs of the same people point, wherever. */
function isSameRow(some: readonly Peer[], others: readonly Peer[]): boolean {
  return (
    some.length === others.length &&
    some.every((peer, place) => {
      const other = others[place]
      return (
        peer.client === other?.client &&
        peer.colour === other.colour &&
        peer.person.name === other.person.name
      )
    })
  )
}
