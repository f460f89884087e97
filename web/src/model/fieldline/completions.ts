/** What may stand where the caret is in a field line: types, annotations, values. */

import { readFieldLine } from '@/model/fieldLine'
import { ANNOTATIONS, DELETIONS } from '@/model/fieldline/annotations'
import { stringText } from '@/model/fieldline/literal'
import { best, type Candidate } from '@/model/fieldline/ranking'
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

/** Builtin types, those that most fields have first. */
const USUAL = [...new Set(['string', 'int', 'decimal', 'bool', 'date', 'datetime', ...BUILTINS])]
/** More than so many help nobody. */
const MOST = 12

const NAME = '(?:`(?:[^`]|``)+`|[^\\s:`]+)'
const IN_TYPE = new RegExp(
  `^\\s*${NAME}\\s*:\\s*(ref\\s+)?((?:[\\p{L}_][\\p{L}\\p{M}\\p{N}_.]*)?)$`,
  'u'
)
const IN_ANNOTATION = /@([\p{L}\p{N}_.]*)$/u
const IN_DELETION = /@onDelete\(\s*(\w*)$/u
const IN_VALUE = /[^:]=\s*([\p{L}\p{N}_.]*)$/u

/** What may stand at a column of a line of `owner`, the likeliest first. */
export function completions(
  text: string,
  column: number,
  graph: Graph,
  owner: string
): readonly Completion[] {
  const typed = text.slice(0, column)
  if (isQuoted(typed)) return []
  const deletion = IN_DELETION.exec(typed)
  if (deletion !== null) return deletions(deletion[1] ?? '', column)
  const annotation = IN_ANNOTATION.exec(typed)
  if (annotation !== null) return annotations(annotation[1] ?? '', column)
  const type = IN_TYPE.exec(typed)
  if (type !== null)
    return types({ graph, owner, column, word: type[2] ?? '', isRef: type[1] !== undefined })
  const value = IN_VALUE.exec(typed)
  return value === null ? [] : values(graph, owner, typed, value[1] ?? '')
}

/** Tell whether a text ends inside words that are no part of the language. */
function isQuoted(typed: string): boolean {
  return /"|\/\//.test(typed.replaceAll(/"(?:[^"\\]|\\.)*"/gu, ''))
}

function annotations(word: string, column: number): readonly Completion[] {
  const from = column - word.length - 1
  const candidates = ANNOTATIONS.map(({ name, example }) =>
    candidate(name, { label: example, detail: 'annotation', insert: example, from, kind: null })
  )
  return best(word, candidates, MOST)
}

function deletions(word: string, column: number): readonly Completion[] {
  const from = column - word.length
  const candidates = DELETIONS.map(name =>
    candidate(name, { label: name, detail: 'when its target goes', insert: name, from, kind: null })
  )
  return best(word, candidates, MOST)
}

function candidate(key: string, completion: Completion, near = 0): Candidate<Completion> {
  return { key, near, make: () => completion }
}

interface Typing {
  readonly graph: Graph
  readonly owner: string
  readonly column: number
  readonly word: string
  /** Whether `ref` stands before it. */
  readonly isRef: boolean
}

function types({ graph, owner, column, word, isRef }: Typing): readonly Completion[] {
  const from = column - word.length
  const { nameOf } = scopeOf(graph, owner)
  const around = [owner, ...graph.ancestors(owner).map(({ id }) => id)]
  const builtins = (isRef ? [] : USUAL).map(name =>
    candidate(name, { label: name, detail: 'builtin type', insert: name, from, kind: null }, NEAR)
  )
  const elements = typesOf(graph).filter(({ kind }) => !isRef || hasIdentity(kind))
  const declared = elements.map((element): Candidate<Completion> => {
    const make = () => {
      const mark = isRef || isHeldBy(graph, owner, element) ? '' : 'ref '
      const name = mark + guarded(nameOf(element.id) ?? wordText(element.name))
      const { kind } = element
      return { label: name, detail: titleOf(kind), insert: name, from, kind }
    }
    return { key: element.name, near: nearness(around, element), make }
  })
  return best(word.split('.').at(-1) ?? word, [...declared, ...builtins], MOST)
}

/** What a field of the type that stands before it may be given: values of an enum, true and false. */
function values(graph: Graph, owner: string, typed: string, word: string): readonly Completion[] {
  const line = readFieldLine(typed.replace(IN_VALUE, ''), scopeOf(graph, owner))
  const type = line.state === 'read' ? typeOf(line.registers['type']) : null
  const from = typed.length - word.length
  const candidates = choices(graph, type?.to ?? null).map(({ name, detail, kind }) =>
    candidate(name, { label: name, detail, insert: name, from, kind })
  )
  return best(word, candidates, MOST)
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

/** How far off an element is: in the owner, beside it, around it, elsewhere. */
function nearness(around: readonly string[], { parent }: Element): number {
  const at = parent === null ? around.length : around.indexOf(parent)
  return at < 0 ? ELSEWHERE : at
}

/** Builtin types come behind what stands in the owner or beside it. */
const NEAR = 1.5
const ELSEWHERE = 100
