/**
 * An open model as the screen knows it: the session, its graph, undo, and what is on the screen.
 *
 *     a builder of `model/gestures` ──outcome──> perform ──> session.edit ──> graph, journal
 */
import { chronicle } from '@/api/chronicle'
import { commitPage } from '@/api/commits'
import { findingsOf } from '@/api/findings'
import type { Me } from '@/api/http.gen'
import { whole } from '@/api/state'
import { History } from '@/journal/history'
import { indexedStorage } from '@/journal/indexed'
import { Graph } from '@/model/graph'
import { isDeclined, type Outcome } from '@/model/wanted'
import type { SessionEvent } from '@/sync/events'
import { Session } from '@/sync/session'
import { opener } from '@/sync/socket'
import { Commits } from '@/workspace/commits'
import { Findings } from '@/workspace/findings'
import { denial, left, refusal, refused, rewritten } from '@/workspace/notices'
import { Presence } from '@/workspace/presence'
import {
  type Editing,
  type Screen,
  type ScreenStore,
  screenStore,
  type Toast
} from '@/workspace/screen'
import { tabName } from '@/workspace/tab'
import type { Typing } from '@/workspace/whereabouts'

export interface Opening {
  /** The base address of the server. */
  readonly url: string
  /** The model's slug. */
  readonly model: string
  readonly me: Me
}

export class Workspace {
  readonly slug: string
  readonly session: Session
  readonly history: History
  readonly graph: Graph
  readonly screen: ScreenStore = screenStore()
  readonly presence: Presence
  readonly findings: Findings
  readonly commits: Commits
  readonly #ending: (() => void)[]
  #me: Me
  #toasts = 0
  #reveals = 0

  private constructor({ model, me }: Opening, session: Session, history: History) {
    this.slug = model
    this.#me = me
    this.session = session
    this.history = history
    this.graph = new Graph(() => session.document)
    this.presence = new Presence(session, me, tabName())
    this.findings = new Findings({
      room: session,
      tree: this.graph,
      ask: signal => findingsOf(model, signal)
    })
    this.commits = new Commits({
      room: session,
      ask: (next, signal) => commitPage(model, next, signal)
    })
    this.#ending = [
      session.observe(touched => this.#update(touched)),
      session.subscribe(event => this.#hear(event)),
      this.graph.subscribe(({ touched }) => this.presence.settle(touched)),
      this.screen.subscribe((now, before) => this.#announce(now, before)),
      () => this.presence.close(),
      () => this.findings.close(),
      () => this.commits.close()
    ]
  }

  get me(): Me {
    return this.#me
  }

  /** Go on under another name. */
  rename(me: Me): void {
    this.#me = me
    this.presence.rename(me.name)
  }

  /** Open what is kept on this device, at once, and connect. */
  static async open(opening: Opening): Promise<Workspace> {
    const { url, model, me } = opening
    const session = await Session.open({
      url,
      model,
      user: me.id,
      storage: indexedStorage(),
      socket: opener(),
      whole: whole(url, model)
    })
    let told = (_line: string) => {}
    const history = await History.open({
      desk: session,
      user: me.id,
      tab: tabName(),
      chronicle: chronicle(url, model),
      tell: line => told(line)
    })
    const workspace = new Workspace(opening, session, history)
    told = line => workspace.tell({ tone: 'info', fact: line })
    return workspace
  }

  /** Do what is wanted; false when it was declined, or denied, which is told. */
  perform(outcome: Outcome): boolean {
    if (isDeclined(outcome)) {
      this.tell(refusal(outcome.declined))
      return false
    }
    if (outcome.steps.length === 0) return true
    const edited = this.session.edit({ label: outcome.label }, outcome.steps)
    if (edited.outcome !== 'denied') return true
    this.tell(denial(outcome.label, edited.message))
    return false
  }

  /** Show part of the screen otherwise. */
  show(part: Partial<Screen>): void {
    this.screen.setState(part)
  }

  /** Select these and nothing else. */
  select(...elements: readonly string[]): void {
    this.screen.setState({ selection: new Set(elements) })
  }

  /** Select an element and go there. */
  reveal(element: string): void {
    this.#reveals += 1
    this.screen.setState({
      selection: new Set([element]),
      reveal: { element, at: this.#reveals }
    })
  }

  /** Select several, and go to the first of them. */
  revealAll(elements: readonly string[]): void {
    const [first] = elements
    if (first === undefined) return
    this.reveal(first)
    this.select(...elements)
  }

  /** Tell something; returns its id for `dismiss`. */
  tell(toast: Omit<Toast, 'id'>): number {
    this.#toasts += 1
    const told = { ...toast, id: this.#toasts }
    const isOver = (other: Toast) =>
      isSameToast(other, toast) || (isRemark(toast) && isRemark(other))
    this.screen.setState(({ toasts }) => ({
      toasts: [...toasts.filter(other => !isOver(other)), told].slice(-3)
    }))
    return told.id
  }

  dismiss(id: number): void {
    this.screen.setState(({ toasts }) => ({ toasts: toasts.filter(toast => toast.id !== id) }))
  }

  async undo(): Promise<void> {
    this.#account(await this.history.undo())
  }

  async redo(): Promise<void> {
    this.#account(await this.history.redo())
  }

  async close(): Promise<void> {
    for (const end of this.#ending) end()
    this.history.close()
    await this.session.close()
  }

  /** Tell what came of an undo or redo; remarks on what was done before are of no use any more. */
  #account(line: string): void {
    this.screen.setState(({ toasts }) => ({
      toasts: toasts.filter(({ tone }) => tone !== 'info')
    }))
    this.tell({ tone: 'info', fact: line })
  }

  #update(touched: Parameters<Graph['update']>[0]): void {
    this.graph.update(touched)
    const { selection } = this.screen.getState()
    const standing = [...selection].filter(id => this.graph.get(id) !== undefined)
    if (standing.length < selection.size) this.select(...standing)
  }

  #announce(now: Screen, before: Screen): void {
    if (now.selection !== before.selection) this.presence.select(now.selection)
    if (now.editing !== before.editing) this.presence.type(typingOf(now.editing))
  }

  #hear(event: SessionEvent): void {
    const place = { graph: this.graph, reveal: (element: string) => this.reveal(element) }
    switch (event.event) {
      case 'refused':
        this.tell(refused(event.gesture, event.refused, place))
        break
      case 'left':
        this.tell(left(event.gesture, event.elements, place))
        break
      case 'rewritten':
        this.tell(rewritten(event.of, place))
        break
      default:
        break
    }
  }
}

function isSameToast(one: Omit<Toast, 'id'>, other: Omit<Toast, 'id'>): boolean {
  return one.fact === other.fact && one.remedy === other.remedy
}

/** Something that nobody has to answer: the next one takes its place. */
function isRemark({ tone, actions = [] }: Omit<Toast, 'id'>): boolean {
  return tone === 'info' && actions.length === 0
}

function typingOf(editing: Editing | null): Typing | null {
  if (editing === null || editing.part === 'new card') return null
  const { part } = editing
  return { part, element: part === 'new line' ? editing.owner : editing.element }
}
