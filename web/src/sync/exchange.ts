/**
 * The way of gestures to the server and of everybody's to us, whatever connection there is.
 *
 *     edit ──> document, journal ──written──> edit frame ──> saved | refused ──> journal lets it go
 *
 *     room ──> is the document the room's? ── yes: what is missing, then what has no answer again
 *                                          └─ no:  a fresh one beside it, the journal replayed on it,
 *                                                  then they change places
 */
import { mayEdit } from '@/api/role'
import { LARGEST_FRAME, type RoomMessage } from '@/api/room.gen'
import type { State } from '@/api/state'
import type { Entry } from '@/journal/entry'
import { type Answer, type Caption, type Gesture, gestureOf, type Refused } from '@/journal/gesture'
import type { Journal } from '@/journal/journal'
import { replay } from '@/journal/replay'
import { after } from '@/journal/row'
import { swallowed } from '@/journal/swallowed'
import { missing, type Step, write } from '@/model/edits'
import { weight } from '@/model/weight'
import type { Cache } from '@/sync/cache'
import { Conversation, type Happening } from '@/sync/conversation'
import { type Denied, denied, type Edited, HEAVIEST, tooHeavy, tooLarge } from '@/sync/edited'
import type { SessionEvent } from '@/sync/events'
import { BrokenFrame, editFrame } from '@/sync/messages'
import { Replica } from '@/sync/replica'
import type { Access } from '@/sync/status'

/** What the exchange does to the world. */
export interface Outlet {
  send(frames: readonly Uint8Array[]): void
  emit(event: SessionEvent): void
  /** Another document has taken the place of the one that was shown. */
  swapped(): void
  /** Somebody else is signed in. */
  otherPerson(actor: string): void
}

export interface Parts {
  readonly journal: Journal
  readonly replica: Replica
  readonly cache: Cache
  readonly role: string | null
  readonly now: () => number
}

/** After so many rounds that brought no answer, the bytes themselves are taken to be at fault. */
const MOST_FRUITLESS = 2

export class Exchange {
  readonly #journal: Journal
  readonly #cache: Cache
  readonly #outlet: Outlet
  readonly #now: () => number
  /** Gestures that wrote once more what a merge had swallowed: that is done once. */
  readonly #rewrites = new Set<string>()
  readonly #reused = new Set<string>()
  #replica: Replica
  #fresh: Replica | null = null
  #conversation: Conversation | null = null
  #role: string | null
  #isHeld = false
  #fruitless = 0
  /** The gesture that was too large for the way, if one was. */
  #suspect: string | null = null

  constructor({ journal, replica, cache, role, now }: Parts, outlet: Outlet) {
    this.#journal = journal
    this.#replica = replica
    this.#cache = cache
    this.#role = role
    this.#now = now
    this.#outlet = outlet
  }

  get replica(): Replica {
    return this.#replica
  }

  /** What the room said of itself on this connection; null while there is none. */
  get room(): RoomMessage | null {
    return this.#conversation?.room ?? null
  }

  get isInStep(): boolean {
    return this.#conversation?.isInStep === true && this.#fresh === null
  }

  get access(): Access {
    if (this.#isHeld) return 'held'
    if (this.#role === null) return 'unknown'
    if (mayEdit(this.#role)) return 'edit'
    return this.#journal.entries.length > 0 ? 'held' : 'read'
  }

  /** Begin with a document that came another way; a connection that stands brings its own. */
  load({ epoch, update }: State): void {
    if (this.#replica.isLoaded || this.#conversation !== null) return
    try {
      this.#replica.apply(update)
    } catch {
      this.spoil() // what of it was applied is not trusted: the room sends a whole one
      return
    }
    this.#replica.epoch = epoch
    this.#cache.begin(epoch, update)
  }

  connected(): void {
    this.#conversation = new Conversation()
  }

  disconnected(): void {
    this.#conversation = null
    this.#fresh = null
  }

  /** Take a frame; throws BrokenFrame. */
  receive(frame: Uint8Array): readonly Happening[] {
    const happenings = this.#conversation?.receive(frame) ?? []
    for (const happening of happenings) this.#take(happening)
    return happenings
  }

  /** Do what a person wants done, at once; it goes to the server when it is in the journal. */
  edit(caption: Caption, steps: readonly Step[]): Edited {
    const because = this.#denial(steps)
    if (because !== null) return denied(because)
    const bytes = weight(this.#replica.document, steps)
    if (bytes > HEAVIEST) return tooHeavy(caption.label, bytes)
    const gesture = this.#make(caption, steps)
    if (gesture === null) return { outcome: 'nothing' }
    this.#outlet.emit({ event: 'made', gesture })
    return { outcome: 'made', gesture }
  }

  /** Send what is written and was not sent on this connection, in order. */
  flush(): void {
    const conversation = this.#conversation
    if (conversation === null || !this.isInStep || this.access !== 'edit') return
    for (const entry of after(this.#journal.entries, conversation.sent)) {
      if (!this.#journal.isWritten(entry)) return
      const frame = conversation.say(entry)
      if (frame.length > LARGEST_FRAME || entry.gesture.editId === this.#suspect) {
        this.#fatal(entry, tooLarge(entry.gesture, frame.length))
        return
      }
      this.#outlet.send([frame])
    }
  }

  /**
   * A frame was larger than the way takes: if it was a gesture, the largest that has no answer.
   *
   * It is asked for all the same on the next connection, for perhaps it came in; if not, it is given up.
   */
  lighten(): void {
    const sent = this.#conversation?.sent ?? 0
    const sizes = this.#journal.entries
      .filter(({ place }) => place <= sent)
      .map(({ gesture }) => ({ gesture, size: editFrame(gesture).length }))
    const [largest] = sizes.sort((one, other) => other.size - one.size)
    this.#suspect = largest?.gesture.editId ?? null
  }

  /** Take gestures over that a tab left behind. */
  adopt(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#replica.take(entry)
      this.#outlet.emit({ event: 'kept', gesture: entry.gesture })
    }
    if (!this.#replica.isExact) this.#journal.stale()
    if (this.room !== null) this.#begin()
  }

  /** What the document builds on is gone: the next one is fetched whole, the journal replayed. */
  spoil(): void {
    this.#replica.isExact = false
    this.#journal.stale()
  }

  #take(happening: Happening): void {
    switch (happening.happening) {
      case 'room':
        this.#welcome(happening.room, happening.former)
        break
      case 'state':
        this.#load(happening.update, happening.of)
        break
      case 'update':
        this.#hear(happening.update)
        break
      case 'answer':
        this.#answer(happening.answer, happening.via)
        break
      case 'in step':
        this.#arrive()
        break
      case 'notice':
        this.#outlet.emit({ event: 'notice', ...happening.notice })
        break
      case 'awareness':
      case 'query':
        break
    }
  }

  /** The round is over; throws BrokenFrame. */
  #arrive(): void {
    const fresh = this.#fresh
    if (fresh !== null && !fresh.isWhole(this.room?.epoch ?? 0)) {
      // Who reads slowly is sent differences unasked: one of them has come before the answer.
      throw new BrokenFrame('the whole document was asked for, and a part of it came')
    }
    if (fresh !== null) this.#swap(fresh)
    this.flush()
  }

  #welcome(room: RoomMessage, former: RoomMessage | null): void {
    if (room.actor !== this.#journal.scope.user) {
      this.#outlet.otherPerson(room.actor)
      return
    }
    this.#learn(room.role)
    if (former !== null && former.state !== room.state && room.state !== 'live') return
    const isOther = this.#replica.isLoaded && this.#replica.epoch !== room.epoch
    this.#fruitless = former === null || !isSameRoom(former, room) ? 0 : this.#fruitless + 1
    if (isOther || this.#fruitless >= MOST_FRUITLESS) this.spoil()
    this.#begin()
  }

  #learn(role: string): void {
    if (mayEdit(role)) this.#isHeld = false
    if (role === this.#role) return
    this.#role = role
    void this.#journal.write([{ write: 'note', name: 'role', value: role }])
  }

  #begin(): void {
    const conversation = this.#conversation
    if (conversation === null) return
    this.#fresh = this.#replica.isExact ? null : new Replica()
    const { vector } = this.#fresh ?? this.#replica
    const editIds = this.#journal.entries.map(({ gesture }) => gesture.editId)
    this.#outlet.send(conversation.begin(vector, editIds))
  }

  /** The room's answer to our state vector; to an empty one it is the whole document. */
  #load(update: Uint8Array, of: 'round' | 'former'): void {
    const { room } = this
    if (room === null || of === 'former') return
    const replica = this.#fresh ?? this.#replica
    const isWhole = !replica.isLoaded
    replica.apply(update)
    replica.epoch = room.epoch
    if (isWhole) this.#cache.begin(room.epoch, update)
    else this.#cache.append(room.epoch, update)
  }

  #hear(update: Uint8Array): void {
    const { room } = this
    if (room === null) return
    if (this.#replica.epoch === room.epoch) this.#replica.apply(update)
    this.#fresh?.apply(update)
    this.#cache.append(room.epoch, update)
  }

  #answer(answer: Answer, via: 'live' | 'known'): void {
    const entry = this.#journal.find(answer.editId)
    if (entry === undefined) return
    this.#fruitless = 0
    if (answer.answer === 'refused' && answer.code === 'no-right') {
      this.#isHeld = true
      this.spoil()
    } else if (answer.answer === 'refused' && answer.fatal) {
      this.#fatal(entry, answer)
    } else {
      this.#settle(entry, answer, via)
    }
  }

  #settle(entry: Entry, answer: Answer, via: 'live' | 'known'): void {
    const { gesture } = entry
    if (entry.bytes === 'exact') this.#cache.append(entry.epoch, gesture.update)
    this.#journal.settle(entry, this.#cache.taken())
    if (answer.answer === 'refused') {
      this.#outlet.emit({ event: 'refused', gesture, refused: answer })
    } else {
      if (via === 'live') this.#tellGone(gesture)
      this.#outlet.emit({ event: 'saved', gesture, tx: answer.tx })
      if (via === 'live') this.#compare(entry)
    }
    this.#rewrites.delete(gesture.editId)
    this.#compact()
  }

  /** It was let in, but what it wrote into was refused before it, so that part of it is lost. */
  #tellGone(gesture: Gesture): void {
    const { document, isExact } = this.#replica
    const touched = new Set(gesture.changes.map(({ element }) => element))
    const elements = [...touched].filter(element => !document.has(element))
    if (isExact && elements.length > 0) this.#outlet.emit({ event: 'left', gesture, elements })
  }

  /** The document is dead, not its session: a fresh one is built beside it. */
  #fatal(entry: Entry, refused: Refused): void {
    const { gesture } = entry
    if (refused.code === 'edit-id-reused' && !this.#reused.has(gesture.editId)) {
      // It came in before with other bytes, so it has an answer: that is asked for, not this one told.
      this.#reused.add(gesture.editId)
      this.#journal.stale()
    } else {
      this.#journal.refuse(entry)
      this.#outlet.emit({ event: 'refused', gesture, refused })
    }
    this.#replica.isExact = false
    if (this.#fresh === null) this.#begin()
  }

  /** Write once more what a merge swallowed of a gesture that was recorded just now. */
  #compare({ gesture, place }: Entry): void {
    if (this.#rewrites.has(gesture.editId) || !this.#replica.isExact) return
    const steps = swallowed(this.#replica.document, gesture, after(this.#journal.entries, place))
    if (steps.length === 0 || this.#denial(steps) !== null) return
    const again = this.#make(gesture, steps)
    if (again === null) return
    this.#rewrites.add(again.editId)
    this.#outlet.emit({ event: 'rewritten', gesture: again, of: gesture })
  }

  #compact(): void {
    const { epoch, isExact } = this.#replica
    if (!this.#cache.isCrumbled || epoch === null || !isExact) return
    if (this.#journal.entries.length === 0) this.#cache.begin(epoch, this.#replica.whole)
  }

  #swap(fresh: Replica): void {
    for (const entry of [...this.#journal.entries]) this.#replay(fresh, entry)
    this.#replica = fresh
    this.#fresh = null
    this.#outlet.swapped()
  }

  #replay(fresh: Replica, entry: Entry): void {
    const { gesture, left } = replay(fresh.document, entry.gesture)
    if (left.length > 0) {
      this.#outlet.emit({ event: 'left', gesture: entry.gesture, elements: left })
    }
    if (gesture !== null) {
      this.#journal.replace(entry, gesture, fresh.epoch ?? 0)
      this.#outlet.emit({ event: 'replayed', gesture })
      return
    }
    this.#journal.settle(entry)
    if (left.length === 0) {
      this.#outlet.emit({ event: 'saved', gesture: entry.gesture, tx: null })
    }
  }

  #denial(steps: readonly Step[]): Denied | null {
    if (!this.#replica.isLoaded) return 'loading'
    if (this.access === 'read' || this.access === 'held') return 'read-only'
    return missing(this.#replica.document, steps).length > 0 ? 'gone' : null
  }

  #make(caption: Caption, steps: readonly Step[]): Gesture | null {
    const { document, epoch, isExact } = this.#replica
    const edit = write(document, steps)
    if (edit === null) return null
    const gesture = gestureOf(edit, caption, this.#now())
    // A page that opens offline shows the gesture only if it has all that this builds on.
    const ground = this.#cache.taken()
    this.#journal.keep(gesture, { epoch: epoch ?? 0, bytes: isExact ? 'exact' : 'stale', ground })
    return gesture
  }
}

function isSameRoom(one: RoomMessage, other: RoomMessage): boolean {
  return one.epoch === other.epoch && one.role === other.role && one.state === other.state
}
