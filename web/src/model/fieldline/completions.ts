/** What may stand where the caret is in a field line: types, annotations, values. */

import { readFieldLine } from '@/model/fieldLine'
import { ANNOTATIONS } from '@/model/fieldline/annotations'
import { stringText } from '@/model/fieldline/literal'
import { typeOf } from '@/model/fieldline/typeExpr'
import { guarded, wordText } from '@/model/fieldline/words'
import type { Element, Graph } from '@/model/graph'
import { hasIdentity, isHeldBy } from '@/model/holding'
import { BUILTINS } from '@/model/metamodel'
import { scopeOf, typesOf } from '@/model/scope'
import { titleOf } from '@/model/wording'

export interface Completion {
  /** What is shown, such as `ref Customer`. */
  readonly label: string
  /** What it is, in words: `entity`, `builtin type`, `annotation`. */
  readonly detail: string
  /** What to put in the place of the columns from `from` up to the caret. */
  readonly insert: string
  readonly from: number
  /** The kind of the element that it names; null for words of the language. */
  readonly kind: string | null
}

/** More than so many help nobody. */
const MOST = 12

const NAME = '(?:`(?:[^`]|``)+`|[^\\s:`]+)'
const IN_TYPE = new RegExp(
  `^\\s*${NAME}\\s*:\\s*(ref\\s+)?((?:[\\p{L}_][\\p{L}\\p{M}\\p{N}_.]*)?)$`,
  'u'
)
const IN_ANNOTATION = /@([\p{L}\p{N}_.]*)$/u
const IN_VALUE = /[^:]=\s*([\p{L}\p{N}_.]*)$/u

/** What may stand at a column of a line of `owner`, the likeliest first. */
export function completions(
  text: string,
  column: number,
  graph: Graph,
  owner: string
): readonly Completion[] {
  const typed = text.slice(0, column)
  const annotation = IN_ANNOTATION.exec(typed)
  if (annotation !== null) return annotations(annotation[1] ?? '', column)
  const type = IN_TYPE.exec(typed)
  if (type !== null)
    return types({ graph, owner, column, word: type[2] ?? '', isRef: type[1] !== undefined })
  const value = IN_VALUE.exec(typed)
  return value === null ? [] : values(graph, owner, typed, value[1] ?? '')
}

function annotations(word: string, column: number): readonly Completion[] {
  const from = column - word.length - 1
  return best(
    word,
    ANNOTATIONS.map(({ name, example }) => ({
      key: name,
      completion: { label: example, detail: 'annotation', insert: example, from, kind: null }
    }))
  )
}

interface Typing {
  readonly graph: Graph
  readonly owner: string
  readonly column: number
  readonly word: string
  /** Whether `ref` stands before it. */
  readonly isRef: boolean
}

function types(typing: Typing): readonly Completion[] {
  const { graph, owner, column, word, isRef } = typing
  const from = column - word.length
  const { nameOf } = scopeOf(graph, owner)
  const builtins = isRef ? [] : BUILTINS.map(name => builtin(name, from))
  const elements = typesOf(graph).filter(({ kind }) => !isRef || hasIdentity(kind))
  const declared = elements.map(element => {
    const mark = isRef || isHeldBy(graph, owner, element) ? '' : 'ref '
    const name = mark + guarded(nameOf(element.id) ?? wordText(element.name))
    const completion = {
      label: name,
      detail: titleOf(element.kind),
      insert: name,
      from,
      kind: element.kind
    }
    return { key: element.name, completion, near: nearness(graph, owner, element) }
  })
  return best(word, [...declared, ...builtins])
}

function builtin(name: string, from: number): Candidate {
  return {
    key: name,
    completion: { label: name, detail: 'builtin type', insert: name, from, kind: null },
    near: 1
  }
}

/** What a field of the type that stands before it may be given: values of an enum, true and false. */
function values(graph: Graph, owner: string, typed: string, word: string): readonly Completion[] {
  const line = readFieldLine(typed.replace(IN_VALUE, ''), scopeOf(graph, owner))
  const type = line.state === 'read' ? typeOf(line.registers['type']) : null
  const from = typed.length - word.length
  return best(
    word,
    choices(graph, type?.to ?? null).map(({ name, detail, kind }) => ({
      key: name,
      completion: { label: name, detail, insert: name, from, kind }
    }))
  )
}

interface Choice {
  readonly name: string
  readonly detail: string
  readonly kind: string | null
}

const TRUTH: readonly Choice[] = [
  { name: 'true', detail: 'yes', kind: null },
  { name: 'false', detail: 'no', kind: null }
]

function choices(graph: Graph, type: string | null): readonly Choice[] {
  if (type === 'bool') return TRUTH
  const enumeration = type === null ? undefined : graph.get(type)
  if (enumeration?.kind !== 'enum') return []
  const members = graph.children(enumeration.id).filter(({ kind }) => kind === 'enumValue')
  return members.map(({ name, kind, registers }) => {
    const label = registers.get('label')
    const detail = typeof label === 'string' ? label : titleOf(kind)
    return { name: literalName(name), detail, kind }
  })
}

/** A name as a literal: odd ones in backquotes, those with backquotes as text. */
function literalName(name: string): string {
  return name.includes('`') ? stringText(name) : wordText(name)
}

/** How far off an element is: in the owner or beside it, in the same context, elsewhere. */
function nearness(graph: Graph, owner: string, { parent }: Element): number {
  const around = [owner, ...graph.ancestors(owner).map(({ id }) => id)]
  const at = parent === null ? around.length : around.indexOf(parent)
  return at < 0 ? FAR : at / FAR
}

const FAR = 10

interface Candidate {
  readonly key: string
  readonly completion: Completion
  readonly near?: number
}

/** Those that begin so come first, then those that hold the letters in order; the near before the far. */
function best(word: string, candidates: readonly Candidate[]): readonly Completion[] {
  const ranked = candidates.flatMap(candidate => {
    const rank = rankOf(word.split('.').at(-1) ?? word, candidate.key)
    return rank === null ? [] : [{ ...candidate, rank }]
  })
  ranked.sort(
    (one, other) =>
      one.rank - other.rank ||
      (one.near ?? 0) - (other.near ?? 0) ||
      one.key.length - other.key.length
  )
  return ranked.slice(0, MOST).map(({ completion }) => completion)
}

function rankOf(word: string, key: string): number | null {
  const [wanted, held] = [word.toLowerCase(), key.toLowerCase()]
  if (held.startsWith(wanted)) return 0
  if (humps(key).startsWith(wanted)) return 1
  if (wanted.length < 2) return null
  if (held.includes(wanted)) return 2
  return holdsInOrder(held, wanted) ? 3 : null
}

/** `OrderLine` -> `ol`. */
function humps(key: string): string {
  return (key.match(/^.|\p{Lu}/gu) ?? []).join('').toLowerCase()
}

function holdsInOrder(held: string, wanted: string): boolean {
  let at = 0
  for (const letter of wanted) {
    at = held.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
