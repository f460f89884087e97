/** The browser's locks, which Node has not: each is held by one until it lets go. */

type Granted = (lock: Lock | null) => unknown

export class Locks implements LockManager {
  readonly #held = new Map<string, Lock>()

  query(): Promise<LockManagerSnapshot> {
    const held = [...this.#held.values()].map(({ name, mode }) => ({ name, mode }))
    return Promise.resolve({ held, pending: [] })
  }

  /** As with `ifAvailable`: nobody waits here. */
  request<T>(name: string, granted: LockGrantedCallback<T>): Promise<Awaited<T>>
  request<T>(name: string, o: LockOptions, granted: LockGrantedCallback<T>): Promise<Awaited<T>>
  async request(name: string, ...rest: readonly unknown[]): Promise<never> {
    const granted = rest.at(-1) as Granted
    if (this.#held.has(name)) return (await granted(null)) as never
    const lock: Lock = { name, mode: 'exclusive' }
    this.#held.set(name, lock)
    try {
      return (await granted(lock)) as never
    } finally {
      this.letGo(lock)
    }
  }

  /** Let go of everything, as a browser does when a page has crashed. */
  crash(): void {
    this.#held.clear()
  }

  private letGo(lock: Lock): void {
    if (this.#held.get(lock.name) === lock) this.#held.delete(lock.name)
  }
}
