/**
 * The commits of the model as far as they were looked at, newest first, and those that come.
 *
 * They are kept in pages; a page that is full is the same object for ever, so that a list of ten
 * thousand draws only what is new. Nothing is asked for until somebody looks.
 */
import type { CommitHeader, CommitHeaders } from '@/api/http.gen'
import { tell } from '@/model/mishap'
import type { SessionEvent } from '@/sync/events'
import type { Status } from '@/sync/status'

export interface Chapter {
  /** Each is the same object until it has more; newest first, and so is what is in them. */
  readonly pages: readonly Page[]
  readonly state: 'asking' | 'known' | 'failed'
  /** Whether there are older ones. */
  readonly hasMore: boolean
}

export interface Page {
  /** What names it for as long as it is there. */
  readonly id: number
  readonly commits: readonly CommitHeader[]
}

/** What commits need of a session. */
interface Room {
  readonly status: Status
  subscribe(listener: (event: SessionEvent) => void): () => void
  /** Hear that somebody changed something. */
  observe(observer: () => void): () => void
}

interface Opening {
  readonly room: Room
  readonly ask: (next: string | null, signal: AbortSignal) => Promise<CommitHeaders>
}

/** Milliseconds: the server has recorded what it told of, but reading follows writing. */
const PAUSE = 300
const FULL = 50
/** More pages than these are not fetched to close a gap: the list begins anew. */
const MOST_MISSED = 4

const BEGINNING: Chapter = { pages: [], state: 'asking', hasMore: true }

export class Commits {
  readonly #opening: Opening
  readonly #listeners = new Set<() => void>()
  #chapter = BEGINNING
  /** Where older ones begin; null at the end, and before the beginning. */
  #next: string | null = null
  #pageIds = 0
  #watching: Watching | null = null
  #isAsking = false
  #isDue = false

  constructor(opening: Opening) {
    this.#opening = opening
  }

  get chapter(): Chapter {
    return this.#chapter
  }

  /** Somebody looks: what is new is asked for now, and whenever something happens. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#watching ??= this.#watch()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  /** Ask for older ones. */
  more(): void {
    if (this.#isAsking || this.#next === null) return
    const next = this.#next
    this.#during(async signal => {
      const page = await this.#opening.ask(next, signal)
      this.#next = page.next
      const pages = [...this.#chapter.pages, this.#page(page.items)]
      this.#show({ pages, state: 'known', hasMore: page.next !== null })
    })
  }

  /** Ask again after it failed. */
  retry(): void {
    this.#refresh()
  }

  close(): void {
    this.#watching?.end()
    this.#watching = null
  }

  #watch(): Watching {
    const { room } = this.#opening
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        this.#refresh()
      }, PAUSE)
    }
    const ends = [
      room.observe(soon),
      room.subscribe(event => {
        const isBack = event.event === 'status' && event.status.state === 'live'
        if (event.event === 'saved' || isBack) soon()
      })
    ]
    queueMicrotask(() => {
      if (!leaving.signal.aborted) this.#refresh()
    })
    return {
      signal: leaving.signal,
      end: () => {
        for (const end of ends) end()
        clearTimeout(timer)
        leaving.abort()
      }
    }
  }

  #refresh(): void {
    if (this.#isAsking) {
      this.#isDue = true
      return
    }
    this.#during(async signal => {
      const newest = this.#chapter.pages[0]?.commits[0]?.tx ?? null
      if (newest === null) await this.#begin(signal)
      else await this.#catchUp(newest, signal)
    })
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const page = await this.#opening.ask(null, signal)
    this.#next = page.next
    const pages = page.items.length === 0 ? [] : [this.#page(page.items)]
    this.#show({ pages, state: 'known', hasMore: page.next !== null })
  }

  async #catchUp(newest: number, signal: AbortSignal): Promise<void> {
    const news: CommitHeader[] = []
    let next: string | null = null
    for (let asked = 0; asked < MOST_MISSED; asked += 1) {
      const page = await this.#opening.ask(next, signal)
      const fresh = page.items.filter(({ tx }) => tx > newest)
      news.push(...fresh)
      if (fresh.length < page.items.length || page.next === null) {
        this.#put(news)
        return
      }
      next = page.next
    }
    await this.#begin(signal)
  }

  /** Put new ones in front: into the first page while it has room, then into another. */
  #put(news: readonly CommitHeader[]): void {
    const { pages } = this.#chapter
    const [first, ...others] = pages
    if (news.length === 0 || first === undefined) {
      this.#show({ ...this.#chapter, state: 'known' })
      return
    }
    const isFull = first.commits.length + news.length > FULL
    const grown = isFull
      ? [this.#page(news), ...pages]
      : [{ ...first, commits: [...news, ...first.commits] }, ...others]
    this.#show({ ...this.#chapter, state: 'known', pages: grown })
  }

  #page(commits: readonly CommitHeader[]): Page {
    this.#pageIds += 1
    return { id: this.#pageIds, commits }
  }

  /** One question at a time; what fails is told, and tried again when something happens. */
  #during(work: (signal: AbortSignal) => Promise<void>): void {
    const watching = this.#watching
    if (watching === null) return
    this.#isAsking = true
    this.#isDue = false
    const failed = () => {
      if (!watching.signal.aborted) this.#show({ ...this.#chapter, state: 'failed' })
    }
    const end = () => {
      this.#isAsking = false
      if (this.#isDue) this.#refresh()
    }
    void work(watching.signal).catch(failed).finally(end)
  }

  #show(chapter: Chapter): void {
    const { pages, state, hasMore } = this.#chapter
    const isSame = pages === chapter.pages && state === chapter.state && hasMore === chapter.hasMore
    if (isSame) return
    this.#chapter = chapter
    for (const listener of this.#listeners) tell(listener)
  }
}

interface Watching {
  readonly signal: AbortSignal
  readonly end: () => void
}
