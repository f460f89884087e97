/**
 * Undo: a new gesture that writes back what each register held before, where it still holds what
 * it was given.
 *
 *     register holds     then
 *     what was given     it gets back what it held before
 *     what it held       nothing: it is so already
 *     anything else      it stays: somebody changed it meanwhile, and is not undone by us
 *
 * What a gesture made goes only when nobody wrote into it or put anything below it. Of a long text
 * only what was typed goes. Redo is the undo of the undo.
 */
import { isStill } from '@/journal/given'
import { ABSENT, type Change, DOC, isSame, type Register, type Value } from '@/model/change'
import type { ModelDocument } from '@/model/document'
import type { Step } from '@/model/edits'
import { untype } from '@/model/untyping'

/** What can be undone: the changes of a gesture, and how what it brought about was when new. */
export interface Deed {
  readonly changes: readonly Change[]
  /** The first registers of elements that the gesture made, or brought back by redoing. */
  readonly made: readonly Change[]
}

/** Something that stays as it is, and why. */
export type Left =
  /** The register holds what somebody else gave it. */
  | ({ readonly left: 'changed' } & Register)
  /** An element stays, because of what somebody wrote into it, or put below it. */
  | { readonly left: 'built on'; readonly element: string; readonly by: Register }
  /** Its former place is removed, or inside itself by now. */
  | {
      readonly left: 'place'
      readonly element: string
      readonly place: string
      readonly why: 'removed' | 'inside'
    }
  /** The document does not hold it any more. */
  | { readonly left: 'gone'; readonly element: string }

export interface Undoing {
  readonly steps: readonly Step[]
  readonly left: readonly Left[]
  /** What holds already what it would get. */
  readonly same: readonly Register[]
}

/** The first registers of what a gesture makes. */
export function madeBy(changes: readonly Change[]): readonly Change[] {
  const born = new Set(changes.filter(isBirth).map(({ element }) => element))
  return changes.filter(({ element }) => born.has(element))
}

/** Find out what undoing would do to the document as it is now; nothing is written. */
export function undoing(document: ModelDocument, deed: Deed): Undoing {
  const family = familyOf(deed)
  const others = deed.changes.filter(({ element }) => !family.has(element))
  const rest = joined(others.map(back(document, others)))
  return joined([withdrawal(document, family, leaving(rest)), rest])
}

const NOTHING: Undoing = { steps: [], left: [], same: [] }

function joined(parts: readonly Undoing[]): Undoing {
  return {
    steps: parts.flatMap(({ steps }) => steps),
    left: parts.flatMap(({ left }) => left),
    same: parts.flatMap(({ same }) => same)
  }
}

/** What moves back to where it was. */
function leaving({ steps }: Undoing): ReadonlySet<string> {
  const moves = steps.filter(step => 'attribute' in step && step.attribute === 'parent')
  return new Set(moves.map(({ element }) => element))
}

function isBirth({ attribute, before, after }: Change): boolean {
  return attribute === 'kind' && before === ABSENT && after !== ABSENT
}

/** What the deed brought about: element -> its registers when it was new. */
type Family = ReadonlyMap<string, ReadonlyMap<string, Value>>

function familyOf({ changes, made }: Deed): Family {
  const all = new Map<string, Map<string, Value>>()
  for (const { element, attribute, after } of made) {
    const registers = all.get(element) ?? new Map<string, Value>()
    all.set(element, registers.set(attribute, after))
  }
  const tops = new Set(changes.filter(isComing).map(({ element }) => element))
  return new Map([...all].filter(([element]) => isUnder(element, tops, all)))
}

/** Told of what the deed made, or of the topmost of what it brought back. */
function isComing(change: Change): boolean {
  return isBirth(change) || (change.attribute === 'removed' && change.after === ABSENT)
}

function isUnder(element: string, tops: ReadonlySet<string>, family: Family): boolean {
  const passed = new Set<string>()
  for (let at: Value = element; typeof at === 'string' && !passed.has(at); ) {
    if (tops.has(at)) return true
    passed.add(at)
    at = family.get(at)?.get('parent')
  }
  return false
}

/** Let go what nobody else built on; the topmost of it is removed, and hides the rest. */
function withdrawal(document: ModelDocument, family: Family, leaves: ReadonlySet<string>): Undoing {
  if (family.size === 0) return NOTHING
  const reasons = reasonsToStay(document, family, leaves)
  const going = [...family.keys()].filter(element => !reasons.has(element))
  const tops = going.filter(element => {
    const parent = document.read(element, 'parent')
    return typeof parent !== 'string' || !going.includes(parent)
  })
  const [gone, here] = parted(tops, element => document.read(element, 'removed') === true)
  return {
    steps: here.map(element => ({ step: 'remove', element })),
    left: stays(document, family, reasons),
    same: gone.map(element => ({ element, attribute: 'removed' }))
  }
}

type Reasons = ReadonlyMap<string, Register>

/** For each of the family that stays, the register that keeps it. */
function reasonsToStay(
  document: ModelDocument,
  family: Family,
  leaves: ReadonlySet<string>
): Reasons {
  const reasons = new Map<string, Register>()
  for (const [element, registers] of family) {
    const by = writtenInto(document, element, registers)
    if (by !== undefined) reasons.set(element, by)
  }
  for (const [parent, child] of adopted(document, family)) {
    if (!leaves.has(child) && !reasons.has(parent))
      reasons.set(parent, { element: child, attribute: 'parent' })
  }
  for (const [element, by] of [...reasons]) spread(document, family, reasons, element, by)
  return reasons
}

/** What stays keeps all above it that the deed made. */
function spread(
  document: ModelDocument,
  family: Family,
  reasons: Map<string, Register>,
  element: string,
  by: Register
): void {
  let above = document.read(element, 'parent')
  while (typeof above === 'string' && family.has(above) && !reasons.has(above)) {
    reasons.set(above, by)
    above = document.read(above, 'parent')
  }
}

/** Where an element stands among its siblings is nobody's word about it. */
const UNSAID = new Set(['removed', 'order'])

/** The first register of an element that does not hold what it held when it was new. */
function writtenInto(
  document: ModelDocument,
  element: string,
  made: ReadonlyMap<string, Value>
): Register | undefined {
  const now = document.registers(element)
  const names = new Set([...now.keys(), ...made.keys()])
  for (const attribute of names) {
    const [holds, held] = [now.get(attribute), made.get(attribute)]
    const isNothing = attribute === DOC && holds === '' && held === ABSENT
    if (!UNSAID.has(attribute) && !isNothing && !isStill(holds, held)) return { element, attribute }
  }
  return undefined
}

/** What stands below the family without being of it: [parent, child]. */
function adopted(document: ModelDocument, family: Family): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  for (const child of document.ids()) {
    const parent = document.read(child, 'parent')
    const isForeign = typeof parent === 'string' && family.has(parent) && !family.has(child)
    if (isForeign && isThere(document, child)) pairs.push([parent, child])
  }
  return pairs
}

function isThere(document: ModelDocument, element: string): boolean {
  return document.read(element, 'kind') !== ABSENT && document.read(element, 'removed') !== true
}

/** The topmost of what stays, each with its reason; what is removed by now needs no word. */
function stays(document: ModelDocument, family: Family, reasons: Reasons): readonly Left[] {
  return [...reasons]
    .filter(([element]) => {
      const parent = document.read(element, 'parent')
      return !(typeof parent === 'string' && family.has(parent) && reasons.has(parent))
    })
    .filter(([element]) => document.has(element))
    .map(([element, by]) => ({ left: 'built on', element, by }))
}

/** Return what undoes one change of a register. */
function back(document: ModelDocument, changes: readonly Change[]): (change: Change) => Undoing {
  const former = new Former(document, changes)
  return change => {
    const move = change.attribute === 'order' ? former.moves.get(change.element) : undefined
    return move === undefined
      ? registerBack(former, change)
      : follow(registerBack(former, move), change)
  }
}

/** The order of what was moved goes where the move goes. */
function follow(move: Undoing, { element, attribute, before }: Change): Undoing {
  if (move.steps.length === 0) return NOTHING
  return { ...NOTHING, steps: [write(element, attribute, before)] }
}

function registerBack(former: Former, change: Change): Undoing {
  const { document } = former
  const { element, attribute, before, after } = change
  if (!document.has(element)) return { ...NOTHING, left: [{ left: 'gone', element }] }
  const now = document.read(element, attribute)
  if (isSame(now, before)) return { ...NOTHING, same: [{ element, attribute }] }
  if (attribute === DOC) return textBack(change, textOf(now))
  if (!isStill(now, after)) return { ...NOTHING, left: [{ left: 'changed', element, attribute }] }
  if (attribute === 'parent') {
    const left = noPlace(former, element, before)
    if (left !== undefined) return { ...NOTHING, left: [left] }
  }
  return { ...NOTHING, steps: [write(element, attribute, before)] }
}

function textBack({ element, attribute, before, after }: Change, now: string): Undoing {
  const { text, verdict } = untype(textOf(before), textOf(after), now)
  if (verdict === 'stays') return { ...NOTHING, left: [{ left: 'changed', element, attribute }] }
  if (text === now) return { ...NOTHING, same: [{ element, attribute }] }
  return { ...NOTHING, steps: [{ step: 'text', element, text }] }
}

/** Tell why an element cannot stand where it did. */
function noPlace(former: Former, element: string, place: Value): Left | undefined {
  if (typeof place !== 'string') return undefined
  const above = former.path(place)
  if (above.includes(element)) return { left: 'place', element, place, why: 'inside' }
  const wouldHide = former.document.isShown(element) && !above.every(one => former.stands(one))
  return wouldHide ? { left: 'place', element, place, why: 'removed' } : undefined
}

/** The document as it will be when everything that moved or went is back. */
class Former {
  readonly document: ModelDocument
  readonly moves: ReadonlyMap<string, Change>
  readonly #removals: ReadonlyMap<string, Change>

  constructor(document: ModelDocument, changes: readonly Change[]) {
    this.document = document
    this.moves = ofAttribute(changes, 'parent')
    this.#removals = ofAttribute(changes, 'removed')
  }

  /** An element and all above it; of a circle each once. */
  path(element: string): readonly string[] {
    const passed = new Set<string>()
    for (let at: Value = element; typeof at === 'string' && !passed.has(at); ) {
      passed.add(at)
      at = this.#parent(at)
    }
    return [...passed]
  }

  /** Whether it is there, as far as others are concerned: what the deed did is undone anyway. */
  stands(element: string): boolean {
    const change = this.#removals.get(element)
    const removed = this.document.read(element, 'removed')
    const isUndone = change !== undefined && isSame(removed, change.after)
    return this.document.read(element, 'kind') !== ABSENT && (isUndone || removed !== true)
  }

  #parent(element: string): Value {
    const change = this.moves.get(element)
    const now = this.document.read(element, 'parent')
    return change !== undefined && isSame(now, change.after) ? change.before : now
  }
}

function ofAttribute(changes: readonly Change[], attribute: string): ReadonlyMap<string, Change> {
  const those = changes.filter(change => change.attribute === attribute)
  return new Map(those.map(change => [change.element, change]))
}

function write(element: string, attribute: string, value: Value): Step {
  return value === ABSENT
    ? { step: 'retract', element, attribute }
    : { step: 'set', element, attribute, value }
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : ''
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter(item => !isFirst(item))]
}
