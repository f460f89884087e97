/**
 * Where to connect: home, or at the process that owns the room; and when to try again. Pure.
 *
 * An owner that cannot be reached from here (it may be known by an inner address) is left to the
 * server at home: `stay=1` asks it to pass our frames on.
 */
import { syncAddress } from '@/api/address'

export interface Target {
  readonly server: string
  readonly model: string
}

export interface Pace {
  /** The first pause, in milliseconds; each one that fails doubles it. */
  readonly first: number
  readonly longest: number
}

export const PACE: Pace = { first: 250, longest: 15_000 }

export class Route {
  readonly #target: Target
  readonly #pace: Pace
  readonly #random: () => number
  #owner: string | null = null
  #stays = false
  #failures = 0
  #arrivedAt: number | null = null

  constructor(target: Target, pace: Pace, random: () => number) {
    this.#target = target
    this.#pace = pace
    this.#random = random
  }

  /** The address to connect to now. */
  address(journal: string): string {
    const { server, model } = this.#target
    return syncAddress(this.#owner ?? server, model, { journal, stays: this.#stays })
  }

  /** The room has let us in and all is in step. */
  arrived(now: number): void {
    this.#arrivedAt ??= now
  }

  /** Another process owns the room; returns the pause before going there. */
  redirected(owner: string): number {
    const isFirst = this.#owner === null
    this.#arrivedAt = null
    this.#owner = owner
    this.#stays = false
    return isFirst ? 0 : this.pause(null)
  }

  /** The connection is over, or never was; returns the pause before the next. */
  lost(after: number | null, now: number): number {
    const isOwnerAway = this.#owner !== null && this.#arrivedAt === null
    if (this.#arrivedAt !== null && now - this.#arrivedAt >= this.#pace.longest) this.#failures = 0
    this.#arrivedAt = null
    this.#stays = isOwnerAway
    this.#owner = null
    return isOwnerAway ? 0 : this.pause(after)
  }

  /** Return the next pause: as asked, or twice as long each time, never exactly. */
  pause(after: number | null): number {
    const { first, longest } = this.#pace
    const grown = Math.min(longest, first * 2 ** this.#failures)
    this.#failures += 1
    return after ?? grown * (0.5 + this.#random() / 2)
  }
}
