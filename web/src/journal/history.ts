/**
 * What a person can undo and redo in one tab.
 *
 *     made ──> undo row ──undo──> a new gesture, redo row ──redo──> a new gesture, undo row
 *
 * Both rows are noted beside the journal, so that they outlive a reload of the tab. A gesture that
 * was refused is in neither.
 */
import type { Chronicle } from '@/api/chronicle'
import { accountOf } from '@/journal/account'
import { type Done, doneBy, replayed, rewritten, undoneBy } from '@/journal/done'
import type { Caption, Gesture, Refused } from '@/journal/gesture'
import { type Undoing, undoing } from '@/journal/undo'
import { type Direction, EMPTY, refusedLine } from '@/journal/wording'
import type { ModelDocument } from '@/model/document'
import type { Step } from '@/model/edits'
import { tell } from '@/model/mishap'

/** What history needs of a session. */
interface Desk {
  readonly document: ModelDocument
  /** The gestures without an answer. */
  readonly unsaved: readonly Gesture[]
  edit(caption: Caption, steps: readonly Step[]): Edited
  subscribe(listener: (event: Heard) => void): () => void
  note(name: string): Promise<unknown>
  setNote(name: string, value: unknown): Promise<void>
}

type Edited =
  | { readonly outcome: 'made'; readonly gesture: Gesture }
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'denied'; readonly message: string }

/** What a session tells; the last ones are no news here. */
type Heard =
  | { readonly event: 'made' | 'kept' | 'replayed'; readonly gesture: Gesture }
  | { readonly event: 'saved'; readonly gesture: Gesture; readonly tx: number | null }
  | { readonly event: 'refused'; readonly gesture: Gesture; readonly refused: Refused }
  | { readonly event: 'rewritten'; readonly gesture: Gesture; readonly of: Gesture }
  | { readonly event: 'status' | 'document' | 'left' | 'notice' }

export interface Opening {
  readonly desk: Desk
  /** The id of the person. */
  readonly user: string
  /** What names this tab, and is the same after a reload of it. */
  readonly tab: string
  readonly chronicle: Chronicle
  /** Hears the line of an undo that the server refuses after it was made. */
  readonly tell: (line: string) => void
}

interface Rows {
  readonly undo: readonly Done[]
  readonly redo: readonly Done[]
}

const MOST = 100
/** Of rows with more changes than this only the newest part outlives a reload. */
const MOST_NOTED = 5000
const MOST_TABS = 8
const TABS = 'undo tabs'

const OTHER: Readonly<Record<Direction, Direction>> = { undo: 'redo', redo: 'undo' }

export class History {
  readonly #opening: Opening
  readonly #forget: () => void
  readonly #listeners = new Set<() => void>()
  #rows: Rows
  #isAtWork = false

  private constructor(opening: Opening, rows: Rows) {
    this.#opening = opening
    this.#rows = rows
    this.#forget = opening.desk.subscribe(event => this.#hear(event))
    for (const gesture of opening.desk.unsaved) this.#recover(gesture)
  }

  /** Take up what the tab could undo before it was loaded again. */
  static async open(opening: Opening): Promise<History> {
    const rows = await noted(opening.desk, opening.tab)
    await visit(opening.desk, opening.tab)
    return new History(opening, rows)
  }

  /** What the next undo would undo, null when there is nothing. */
  get nextUndo(): string | null {
    return this.#rows.undo.at(-1)?.label ?? null
  }

  /** What the next redo would do again, null when there is nothing. */
  get nextRedo(): string | null {
    return this.#rows.redo.at(-1)?.label ?? null
  }

  /** Undo the newest of what this person did here; returns the line that tells what came of it. */
  undo(): Promise<string> {
    return this.#step('undo')
  }

  /** Do again what was undone last. */
  redo(): Promise<string> {
    return this.#step('redo')
  }

  /** Hear when what can be undone or redone is another; returns how to stop hearing. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#forget()
    this.#listeners.clear()
  }

  /** All is done and on the screen before this waits for anything: only names are asked for. */
  async #step(direction: Direction): Promise<string> {
    const { desk, user, chronicle } = this.#opening
    const { document } = desk
    const done = this.#rows[direction].at(-1)
    if (done === undefined) return EMPTY[direction]
    const plan = undoing(document, done)
    const edited = this.#write(direction, done, plan)
    if (edited.outcome === 'denied') {
      return refusedLine(direction, done.label, edited.message)
    }
    this.#rows = { ...this.#rows, [direction]: this.#rows[direction].slice(0, -1) }
    if (edited.outcome === 'made') this.#push(OTHER[direction], undoneBy(done, edited.gesture))
    this.#note()
    return accountOf(direction, done, { plan, witness: { document, user, chronicle } })
  }

  #write(direction: Direction, { label }: Done, { steps }: Undoing): Edited {
    if (steps.length === 0) return { outcome: 'nothing' }
    this.#isAtWork = true
    try {
      return this.#opening.desk.edit({ label: `${direction}: ${label}` }, steps)
    } finally {
      this.#isAtWork = false
    }
  }

  #hear(event: Heard): void {
    switch (event.event) {
      case 'made':
        if (!this.#isAtWork) this.#made(event.gesture)
        break
      case 'kept':
        this.#recover(event.gesture)
        break
      case 'saved':
        this.#change(event.gesture, done => ({ ...done, tx: event.tx }))
        break
      case 'replayed':
        this.#change(event.gesture, done => replayed(done, event.gesture))
        break
      case 'rewritten':
        this.#change(event.of, done => rewritten(done, event.gesture))
        break
      case 'refused':
        this.#refused(event.gesture, event.refused)
        break
      case 'status':
      case 'document':
      case 'left':
      case 'notice':
        break
    }
  }

  #made(gesture: Gesture): void {
    this.#rows = { ...this.#rows, redo: [] }
    this.#push('undo', doneBy(gesture))
    this.#note()
  }

  /** A gesture of the tab's last life, or of a tab that is gone, that was not noted in time. */
  #recover(gesture: Gesture): void {
    const known = [...this.#rows.undo, ...this.#rows.redo]
    const isKnown = known.some(({ editId, of }) => [editId, of].includes(gesture.editId))
    if (isKnown) return
    this.#push('undo', doneBy(gesture))
    this.#note()
  }

  #refused({ editId }: Gesture, { message }: Refused): void {
    for (const direction of ['undo', 'redo'] as const) {
      const failed = this.#rows[OTHER[direction]].find(done => done.editId === editId)
      if (failed !== undefined && failed.of !== editId) {
        this.#opening.tell(refusedLine(direction, failed.label, message))
      }
    }
    this.#each(row => row.filter(done => done.editId !== editId && done.of !== editId))
    this.#note()
  }

  #push(direction: Direction, done: Done): void {
    const row = [...this.#rows[direction], done].slice(-MOST)
    this.#rows = { ...this.#rows, [direction]: row }
  }

  #change({ editId }: Gesture, changed: (done: Done) => Done): void {
    const isOurs = (done: Done) => done.editId === editId
    if (!this.#rows.undo.some(isOurs) && !this.#rows.redo.some(isOurs)) return
    this.#each(row => row.map(done => (isOurs(done) ? changed(done) : done)))
    this.#note()
  }

  #each(work: (row: readonly Done[]) => readonly Done[]): void {
    this.#rows = { undo: work(this.#rows.undo), redo: work(this.#rows.redo) }
  }

  #note(): void {
    const { undo, redo } = this.#rows
    const rows: Rows = { undo: newest(undo), redo: newest(redo) }
    void this.#opening.desk.setNote(noteOf(this.#opening.tab), rows)
    for (const listener of this.#listeners) tell(listener)
  }
}

function noteOf(tab: string): string {
  return `undo ${tab}`
}

async function noted(desk: Desk, tab: string): Promise<Rows> {
  const rows = (await desk.note(noteOf(tab)).catch(() => undefined)) as Rows | null | undefined
  return rows ?? { undo: [], redo: [] }
}

/** Remember the tab, and forget what tabs could undo that nobody has come back to. */
async function visit(desk: Desk, tab: string): Promise<void> {
  const before = (await desk.note(TABS).catch(() => undefined)) as readonly string[] | undefined
  const tabs = [tab, ...(before ?? []).filter(other => other !== tab)]
  for (const gone of tabs.slice(MOST_TABS)) void desk.setNote(noteOf(gone), null)
  void desk.setNote(TABS, tabs.slice(0, MOST_TABS))
}

/** Return the newest part of a row that is small enough to be written after every gesture. */
function newest(row: readonly Done[]): readonly Done[] {
  let changes = 0
  const first = row.findLastIndex(done => {
    changes += done.changes.length + done.made.length
    return changes > MOST_NOTED
  })
  return row.slice(first + 1)
}
