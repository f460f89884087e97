/** A room in this process that speaks the protocol, for what a real one does not do when asked to. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Hearer, Opener } from '@/sync/socket'

interface Refusal {
  readonly code: string
  readonly fatal: boolean
}

interface Guest {
  readonly hearer: Hearer
  readonly address: URL
  /** The client ids whose updates are not read any more. */
  readonly dead: Set<number>
  isAsked: boolean
}

/** `silence`: it is lost. `late`: it is read when the next `known` has been answered. */
type Verdict = (editId: string, label: string) => Refusal | 'silence' | 'late' | null

export class Room {
  doc = this.#docOf(1)
  epoch = 1
  role = 'editor'
  actor = 'u1'
  /** What is said to a gesture instead of taking it. */
  verdict: Verdict = () => null
  /** What came in, in words. */
  readonly log: string[] = []
  /** Called before a `known` is answered. */
  asked: () => void = () => {}
  /** Called when something came in. */
  heard: () => void = () => {}
  readonly answers = new Map<string, { tx: number | null } | Refusal>()
  readonly #guests = new Set<Guest>()
  readonly #bytes = new Map<string, string>()
  #late: (() => void) | null = null
  #isShut = false
  #tx = 0

  readonly opener: Opener = (address, hearer) => {
    const guest = { hearer, address: new URL(address), dead: new Set<number>(), isAsked: false }
    queueMicrotask(() => this.#enter(guest))
    const receive = (frame: Uint8Array) => {
      if (!this.#guests.has(guest)) return
      this.#receive(guest, frame)
      this.heard()
    }
    return {
      send: frame => queueMicrotask(() => receive(frame)),
      close: () => this.#guests.delete(guest)
    }
  }

  /** The journals of who is here. */
  get journals(): (string | null)[] {
    return [...this.#guests].map(({ address }) => address.searchParams.get('journal'))
  }

  /** Let everybody go. */
  close(code: number, reason = ''): void {
    for (const guest of [...this.#guests]) {
      this.#guests.delete(guest)
      guest.hearer.closed(code, reason)
    }
  }

  shut(): void {
    this.#isShut = true
    this.close(1006)
  }

  open(): void {
    this.#isShut = false
  }

  /** Tell everybody how the room is. */
  tell(): void {
    for (const guest of this.#guests) this.#welcome(guest)
  }

  /** Answer what was answered long ago, and what nobody asked. */
  gossip(): void {
    for (const guest of this.#guests) {
      for (const editId of [...this.answers.keys()].slice(-3)) this.#answer(guest, editId)
      this.#say(guest, 101, { edit_id: crypto.randomUUID(), tx: 1 })
      this.#say(guest, 106, { edit_ids: [] })
    }
  }

  /** Say something to everybody that is no message. */
  broken(): void {
    for (const guest of this.#guests) guest.hearer.received(new Uint8Array([101, 200, 1]))
  }

  /** Called before step 1 is answered. */
  stepped: (guest: Guest) => void = () => {}

  /** Send somebody who reads slowly what came since, though they did not ask. */
  catchUp(guest: Guest, since: Uint8Array): void {
    this.#sync(guest, 1, Y.encodeStateAsUpdate(this.doc, since))
  }

  /** Somebody else does something. */
  write(work: (elements: Y.Map<Y.Map<unknown>>) => void): void {
    const before = Y.encodeStateVector(this.doc)
    this.doc.transact(() => work(this.doc.getMap('elements')))
    this.#publish(Y.encodeStateAsUpdate(this.doc, before), null)
  }

  /** Begin an epoch: the same registers in another document. */
  begin(epoch = this.epoch + 1): void {
    const registers = this.read()
    this.epoch = epoch
    this.doc = this.#docOf(this.epoch)
    this.write(elements => {
      for (const [id, { doc, ...plain }] of Object.entries(registers)) {
        const map = new Y.Map<unknown>(Object.entries(plain))
        map.set('doc', new Y.Text(String(doc ?? '')))
        elements.set(id, map)
      }
    })
  }

  read(): Record<string, Record<string, unknown>> {
    return this.doc.getMap('elements').toJSON()
  }

  #docOf(epoch: number): Y.Doc {
    const doc = new Y.Doc()
    doc.clientID = epoch
    doc.getMap('meta').set('epoch', epoch)
    return doc
  }

  #enter(guest: Guest): void {
    if (this.#isShut) {
      guest.hearer.closed(1006, '')
      return
    }
    this.#guests.add(guest)
    guest.hearer.opened()
    this.#welcome(guest)
  }

  #welcome(guest: Guest): void {
    const { epoch, role, actor } = this
    this.#say(guest, 103, { epoch, tx: this.#tx, role, state: 'live', actor })
  }

  #receive(guest: Guest, frame: Uint8Array): void {
    const at = decoding.createDecoder(frame)
    const type = decoding.readVarUint(at)
    if (type === 0) {
      decoding.readVarUint(at)
      const vector = decoding.readVarUint8Array(at)
      this.log.push(vector.length === 1 ? 'step 1 of nothing' : 'step 1')
      this.stepped(guest)
      guest.isAsked = true
      this.#sync(guest, 1, Y.encodeStateAsUpdate(this.doc, vector))
    } else if (type === 105) {
      this.#known(guest, JSON.parse(decoding.readVarString(at)).edit_ids)
    } else if (type === 100) {
      const { edit_id: editId, label } = JSON.parse(decoding.readVarString(at))
      this.#edit(guest, editId, label, decoding.readVarUint8Array(at))
    }
  }

  #known(guest: Guest, editIds: readonly string[]): void {
    this.log.push(`known ${editIds.length}`)
    this.asked()
    const unknown = editIds.filter(id => !this.answers.has(id))
    for (const id of editIds) this.#answer(guest, id)
    this.#say(guest, 106, { edit_ids: unknown })
    this.#late?.()
    this.#late = null
  }

  #edit(guest: Guest, editId: string, label: string, update: Uint8Array): void {
    const clients = [...Y.parseUpdateMeta(update).to.keys()]
    if (clients.some(client => guest.dead.has(client))) return
    this.log.push(`edit ${label}`)
    const verdict = this.verdict(editId, label)
    if (verdict === 'silence') return
    if (verdict === 'late') {
      this.#late = () => this.#admit(guest, editId, update)
    } else if (this.answers.has(editId)) {
      const isSame = this.#bytes.get(editId) === String(update)
      if (isSame) this.#answer(guest, editId)
      else this.#reject(guest, editId, { code: 'edit-id-reused', fatal: true }, clients)
    } else if (this.role === 'viewer') {
      this.#reject(guest, editId, { code: 'no-right', fatal: true }, clients)
    } else if (this.#isGap(update)) {
      this.#welcome(guest)
    } else {
      this.#judge(guest, editId, update, verdict)
    }
  }

  #judge(guest: Guest, editId: string, update: Uint8Array, verdict: Refusal | null): void {
    if (verdict === null) {
      this.#admit(guest, editId, update)
    } else if (verdict.fatal) {
      if (verdict.code !== 'no-right') this.answers.set(editId, verdict)
      this.#bytes.set(editId, String(update))
      this.#reject(guest, editId, verdict, [...Y.parseUpdateMeta(update).to.keys()])
    } else {
      this.#correct(guest, editId, { update, verdict })
    }
  }

  #admit(guest: Guest, editId: string, update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
    this.#tx += 1
    this.answers.set(editId, { tx: this.#tx })
    this.#bytes.set(editId, String(update))
    this.#publish(update, guest)
    this.#answer(guest, editId)
  }

  /** What builds on what is not here. */
  #isGap(update: Uint8Array): boolean {
    const { from } = Y.parseUpdateMeta(update)
    return [...from].some(([client, clock]) => clock > Y.getState(this.doc.store, client))
  }

  /** Let it in, and write back what each register held. */
  #correct(
    guest: Guest,
    editId: string,
    { update, verdict }: { readonly update: Uint8Array; readonly verdict: Refusal }
  ): void {
    const former = this.read()
    const vector = Y.encodeStateVector(this.doc)
    Y.applyUpdate(this.doc, update)
    this.doc.transact(() => this.#restore(former))
    this.answers.set(editId, verdict)
    this.#bytes.set(editId, String(update))
    this.#publish(Y.encodeStateAsUpdate(this.doc, vector), null)
    this.#refuse(guest, editId, verdict)
  }

  #restore(former: Record<string, Record<string, unknown>>): void {
    const elements = this.doc.getMap<Y.Map<unknown>>('elements')
    for (const [id, map] of elements) {
      const held = former[id]
      if (held === undefined) elements.delete(id)
      else for (const name of new Set([...map.keys(), ...Object.keys(held)])) reset(map, name, held)
    }
  }

  #reject(guest: Guest, editId: string, refusal: Refusal, clients: readonly number[]): void {
    if (refusal.fatal) for (const client of clients) guest.dead.add(client)
    this.#refuse(guest, editId, refusal)
  }

  #answer(guest: Guest, editId: string): void {
    const answer = this.answers.get(editId)
    if (answer === undefined) return
    if ('tx' in answer) this.#say(guest, 101, { edit_id: editId, tx: answer.tx })
    else this.#refuse(guest, editId, answer)
  }

  #refuse(guest: Guest, editId: string, refusal: Refusal): void {
    const said = { element: null, attribute: null, message: `no: ${refusal.code}`, ...refusal }
    this.#say(guest, 102, { edit_id: editId, ...said })
  }

  #publish(update: Uint8Array, author: Guest | null): void {
    for (const guest of this.#guests) {
      if (guest !== author && guest.isAsked) this.#sync(guest, 2, update)
    }
  }

  #sync(guest: Guest, step: number, update: Uint8Array): void {
    this.#send(guest, to => {
      encoding.writeVarUint(to, 0)
      encoding.writeVarUint(to, step)
      encoding.writeVarUint8Array(to, update)
    })
  }

  #say(guest: Guest, type: number, body: unknown): void {
    this.#send(guest, to => {
      encoding.writeVarUint(to, type)
      encoding.writeVarString(to, JSON.stringify(body))
    })
  }

  #send(guest: Guest, write: (to: encoding.Encoder) => void): void {
    const frame = encoding.encode(write)
    queueMicrotask(() => this.#guests.has(guest) && guest.hearer.received(frame))
  }
}

function reset(map: Y.Map<unknown>, name: string, former: Record<string, unknown>): void {
  const now = map.get(name)
  if (now instanceof Y.Text) {
    if (now.toString() === former[name]) return
    now.delete(0, now.length)
    now.insert(0, String(former[name] ?? ''))
  } else if (!Object.hasOwn(former, name)) {
    map.delete(name)
  } else if (JSON.stringify(now) !== JSON.stringify(former[name])) {
    map.set(name, former[name])
  }
}
