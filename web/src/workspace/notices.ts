/** What a person is told when something they did is not in, or not all of it. */
import { sentence } from '@/api/words'
import type { Gesture, Refused } from '@/journal/gesture'
import type { Element } from '@/model/graph'
import type { Toast, ToastAction } from '@/workspace/screen'

type Notice = Omit<Toast, 'id'>

/** What a notice needs of the workspace. */
interface Place {
  readonly graph: { get(id: string): Element | undefined }
  reveal(element: string): void
}

/** Tell a sentence that says the fact first, then what to do. */
export function refusal(message: string, actions: readonly ToastAction[] = []): Notice {
  const { fact, remedy } = parted(message)
  return {
    tone: 'refusal',
    fact,
    ...(remedy === '' ? {} : { remedy }),
    ...(actions.length === 0 ? {} : { actions })
  }
}

/** The server took a gesture back, or never let it in. */
export function refused({ label }: Gesture, { message, element }: Refused, place: Place): Notice {
  const { fact, remedy } = parted(message)
  return refusal(`${fact}. ${remedy} “${label}” was taken back.`, showing(element, place))
}

/** Part of a gesture is not in: what it wrote into is gone. */
export function left({ label }: Gesture, elements: readonly string[], place: Place): Notice {
  const count = elements.length === 1 ? 'one thing' : `${elements.length} things`
  const standing = elements.find(id => place.graph.get(id) !== undefined) ?? null
  return refusal(
    `Part of “${label}” is not in. It wrote into ${count} that the server had refused or that are gone; look at what is there now and do that part again.`,
    showing(standing, place)
  )
}

/** Somebody wrote the same at the same moment; the later one stands, and that is this one. */
export function rewritten({ label, changes }: Gesture, { graph }: Place): Notice {
  const [first] = changes
  const name = first === undefined ? '' : (graph.get(first.element)?.name ?? '')
  const what = name === '' ? 'the same thing' : name
  return {
    tone: 'info',
    fact: `Somebody changed ${what} at the same moment`,
    remedy: `“${label}” came last and holds.`
  }
}

/** The denial of a session, which begins in lower case. */
export function denial(label: string, message: string): Notice {
  return { tone: 'refusal', fact: `“${label}” was not done`, remedy: sentence(message) }
}

function showing(element: string | null, { graph, reveal }: Place): readonly ToastAction[] {
  const shown = element === null ? undefined : graph.get(element)
  if (shown === undefined) return []
  const title = shown.name === '' ? 'Show it' : `Show ${shown.name}`
  return [{ title: short(title), run: () => reveal(shown.id) }]
}

const LONGEST_TITLE = 40

function short(title: string): string {
  const letters = [...title]
  if (letters.length <= LONGEST_TITLE) return title
  return `${letters.slice(0, LONGEST_TITLE - 1).join('')}…`
}

/** The first sentence without its stop, as a title has none, and the rest. */
function parted(message: string): { readonly fact: string; readonly remedy: string } {
  const whole = sentence(message)
  const end = /[.;!?](?=\s)/.exec(whole)?.index ?? whole.length - 1
  const rest = whole.slice(end + 1).trim()
  const stop = whole[end]
  const fact = stop === '?' ? whole.slice(0, end + 1) : whole.slice(0, end)
  return { fact, remedy: rest === '' ? '' : sentence(rest) }
}
