/**
 * What is said on one connection: frames in, happenings out; sans I/O.
 *
 *     room ──> step 1, known ──> step 2, answers, unknown ──> in step: gestures go out as they come
 *
 * A round (step 1 and known, to step 2 and unknown) may begin at any time, also before the former
 * one has ended; the server answers in order, so only the last one's answers end it.
 */
import type { NoticeMessage, RoomMessage } from '@/api/room.gen'
import type { Entry } from '@/journal/entry'
import type { Answer } from '@/journal/gesture'
import { decode, editFrame, knownFrames, type Message, stateFrame } from '@/sync/messages'

export type Happening =
  | { readonly happening: 'room'; readonly room: RoomMessage; readonly former: RoomMessage | null }
  /** `of`: whether it answers the round that runs, or one that was given up. */
  | { readonly happening: 'state'; readonly update: Uint8Array; readonly of: 'round' | 'former' }
  | { readonly happening: 'update'; readonly update: Uint8Array }
  /** `via`: answered now, or long ago and only said again. */
  | { readonly happening: 'answer'; readonly answer: Answer; readonly via: 'live' | 'known' }
  /** The round is over: the document is the room's, and what has no answer may be sent. */
  | { readonly happening: 'in step' }
  | { readonly happening: 'awareness'; readonly update: Uint8Array }
  | { readonly happening: 'query' }
  | { readonly happening: 'notice'; readonly notice: NoticeMessage }

export class Conversation {
  #room: RoomMessage | null = null
  #states = 0
  #inquiries = 0
  #hasBegun = false
  #sent = 0

  /** What the room last said of itself. */
  get room(): RoomMessage | null {
    return this.#room
  }

  /** Whether gestures may go out. */
  get isInStep(): boolean {
    return this.#hasBegun && this.#states === 0 && this.#inquiries === 0
  }

  /** The place of the last gesture that went out in this round; they go in order. */
  get sent(): number {
    return this.#sent
  }

  /** Begin a round; returns the frames that ask for it. */
  begin(vector: Uint8Array, editIds: readonly string[]): readonly Uint8Array[] {
    const questions = knownFrames(editIds)
    this.#hasBegun = true
    this.#states += 1
    this.#inquiries += questions.length
    this.#sent = 0
    return [stateFrame(vector), ...questions]
  }

  /** Return the frame that says a gesture. */
  say({ place, gesture }: Entry): Uint8Array {
    this.#sent = place
    return editFrame(gesture)
  }

  /** Take a frame; throws BrokenFrame. */
  receive(frame: Uint8Array): readonly Happening[] {
    return this.#take(decode(frame))
  }

  #take(message: Message): readonly Happening[] {
    switch (message.message) {
      case 'room': {
        const former = this.#room
        this.#room = message.room
        return [{ happening: 'room', room: message.room, former }]
      }
      case 'state': {
        this.#states = Math.max(0, this.#states - 1)
        const of = this.#states === 0 ? 'round' : 'former'
        return [{ happening: 'state', update: message.update, of }, ...this.#ending()]
      }
      case 'unknown':
        this.#inquiries = Math.max(0, this.#inquiries - 1)
        return this.#ending()
      case 'answer': {
        const via = this.#inquiries > 0 ? 'known' : 'live'
        return [{ happening: 'answer', answer: message.answer, via }]
      }
      case 'update':
      case 'awareness':
        return [{ happening: message.message, update: message.update }]
      case 'query':
        return [{ happening: 'query' }]
      case 'notice':
        return [{ happening: 'notice', notice: message.notice }]
      case 'denied':
      case 'unheard':
        return []
    }
  }

  #ending(): readonly Happening[] {
    return this.isInStep ? [{ happening: 'in step' }] : []
  }
}
