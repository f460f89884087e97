/** The account of an undo or redo: what came of it, and who had a hand in it. */
import type { Chronicle, Written } from '@/api/chronicle'
import type { Done } from '@/journal/done'
import type { Left, Undoing } from '@/journal/undo'
import { type Direction, type Hidden, lineOf, type Names, type Verdict } from '@/journal/wording'
import { ABSENT, type Change, type Register } from '@/model/change'
import type { ModelDocument } from '@/model/document'

/** What is needed to name things and people. */
export interface Witness {
  readonly document: ModelDocument
  /** The id of the person who is told. */
  readonly user: string
  readonly chronicle: Chronicle
}

/** Milliseconds between looks for who wrote something: reading follows writing closely. */
const LOOKS = [0, 50, 150, 400]

/** Return the line that tells of it; `plan` was carried out just now. */
export async function accountOf(
  direction: Direction,
  done: Done,
  { plan, witness }: { readonly plan: Undoing; readonly witness: Witness }
): Promise<string> {
  const { document, user } = witness
  const verdict = verdictOf(plan)
  const same = verdict === 'already' ? (plan.same[0] ?? null) : null
  const hidden = hiddenIn(document, plan)
  const back = restoredBy(document, plan)
  const wanted = [...plan.left.flatMap(authored), ...hidden.map(removal), ...(same ? [same] : [])]
  const question = { wanted, isCurious: back.size > 0, since: done.tx }
  const written = await look(question, witness)
  const returned = written.filter(
    one => back.has(one.element) && one.person.id !== user && one.tx > (done.tx ?? Infinity)
  )
  const told = { direction, label: done.label, verdict, left: plan.left, hidden, returned, same }
  return lineOf(told, namesOf(witness, done, written))
}

function verdictOf({ steps, left }: Undoing): Verdict {
  if (steps.length === 0) return left.length > 0 ? 'not' : 'already'
  return left.length > 0 ? 'partly' : 'done'
}

/** What was written, or put back, and does not show. */
function hiddenIn(document: ModelDocument, { steps }: Undoing): readonly Hidden[] {
  const elements = new Set(steps.filter(({ step }) => step !== 'remove').map(one => one.element))
  return [...elements]
    .filter(element => document.read(element, 'removed') !== true || !isRemoval(steps, element))
    .flatMap(element => {
      const under = removedAbove(document, element)
      return under === undefined ? [] : [{ element, under }]
    })
}

function isRemoval(steps: Undoing['steps'], element: string): boolean {
  return steps.some(
    step => step.step === 'set' && step.element === element && step.attribute === 'removed'
  )
}

/** The nearest of an element and all above it that is removed. */
function removedAbove(document: ModelDocument, element: string): string | undefined {
  const passed = new Set<string>()
  let at: unknown = element
  while (typeof at === 'string' && !passed.has(at)) {
    if (document.read(at, 'removed') === true) return at
    passed.add(at)
    at = document.read(at, 'parent')
  }
  return undefined
}

/** What was put back after it was removed, with all that stands below it. */
function restoredBy(document: ModelDocument, { steps }: Undoing): ReadonlySet<string> {
  const back = new Set(
    steps
      .filter(step => step.step === 'retract' && step.attribute === 'removed')
      .map(({ element }) => element)
  )
  if (back.size === 0) return back
  for (const element of document.ids()) {
    if (isBelow(document, element, back)) back.add(element)
  }
  return back
}

function isBelow(document: ModelDocument, element: string, tops: ReadonlySet<string>): boolean {
  const passed = new Set<string>()
  let at: unknown = element
  while (typeof at === 'string' && !passed.has(at)) {
    if (tops.has(at)) return true
    passed.add(at)
    at = document.read(at, 'parent')
  }
  return false
}

/** The registers whose author a sentence names. */
function authored(left: Left): readonly Register[] {
  switch (left.left) {
    case 'changed':
      return [left]
    case 'built on':
      return [left.by]
    case 'place':
    case 'gone':
      return []
  }
}

function removal({ under }: Hidden): Register {
  return { element: under, attribute: 'removed' }
}

interface Question {
  readonly wanted: readonly Register[]
  /** Whether anything else of that time is of interest. */
  readonly isCurious: boolean
  readonly since: number | null
}

/** Ask until all that is wanted is found, or it has been long enough. */
async function look(
  { wanted, isCurious, since }: Question,
  { chronicle, user }: Witness
): Promise<readonly Written[]> {
  let written: readonly Written[] = []
  if (wanted.length === 0 && !isCurious) return written
  for (const pause of LOOKS) {
    if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
    written = await chronicle(since).catch(() => [])
    const byOthers = written.filter(({ person }) => person.id !== user)
    if (wanted.every(register => byOthers.some(one => isOn(one, register)))) break
  }
  return written
}

function isOn(one: Register, other: Register): boolean {
  return one.element === other.element && one.attribute === other.attribute
}

function namesOf(
  { document, user }: Witness,
  { changes, tx }: Done,
  written: readonly Written[]
): Names {
  return {
    nameOf: element => {
      const name = document.read(element, 'name') ?? lastName(changes, element)
      if (typeof name === 'string' && name !== '') return name
      const kind = document.read(element, 'kind')
      return typeof kind === 'string' ? `unnamed ${kind}` : 'unnamed'
    },
    placeOf: element => {
      const place = document.read(element, 'parent')
      return typeof place === 'string' ? place : null
    },
    isRemoved: element => document.read(element, 'removed') === true,
    authorOf: register => {
      const writers = written.filter(one => isOn(one, register)).map(({ person }) => person)
      const other = writers.find(({ id }) => id !== user)
      if (other !== undefined) return other.name
      return writers.length > 0 && tx !== null ? 'you' : null // in another tab, since then
    }
  }
}

function lastName(changes: readonly Change[], element: string): unknown {
  const names = changes.filter(one => isOn(one, { element, attribute: 'name' }))
  return names.map(({ before, after }) => after ?? before).find(name => name !== ABSENT)
}
