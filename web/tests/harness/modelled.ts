/**
 * A model out of a few lines, with its graph and scene, all kept up to date.
 *
 *     context Ordering at 296 0 628 664
 *     aggregate Order in Ordering at 348 168
 *       id: uuid
 *       lines: OrderLine[1..*]
 *       invariant oneCurrency
 */
import { Scene } from '@/canvas/scene/scene'
import type { SceneChange } from '@/canvas/scene/shapes'
import type { Json } from '@/model/change'
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'
import { Graph } from '@/model/graph'

export interface Modelled {
  readonly document: ModelDocument
  readonly graph: Graph
  readonly scene: Scene
  /** What the scene told of each change. */
  readonly told: SceneChange[]
  /** The id of an element by its name; of a field `Order.lines`. */
  id(name: string): string
  edit(...steps: readonly Step[]): void
}

export function modelled(text: string): Modelled {
  const document = new ModelDocument()
  const { steps, ids } = stepsOf(text)
  if (steps.length > 0) write(document, steps)
  const graph = new Graph(() => document)
  const scene = new Scene(graph)
  const told: SceneChange[] = []
  document.observe(touched => graph.update(touched))
  graph.subscribe(change => told.push(scene.update(change)))
  return {
    document,
    graph,
    scene,
    told,
    id: name => ids.get(name) ?? `no ${name}`,
    edit: (...edits) => void write(document, edits)
  }
}

export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

interface Line {
  readonly id: string
  readonly words: string
  readonly owner: Line | undefined
  readonly name: string
}

function stepsOf(text: string): { steps: Step[]; ids: ReadonlyMap<string, string> } {
  const ids = new Map<string, string>()
  const lines: Line[] = []
  for (const [number, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const owner = line.startsWith('  ') ? lines.findLast(({ owner }) => !owner) : undefined
    const name = nameIn(line)
    const made = { id: idOf(number + 1), words: line.trim(), owner, name }
    ids.set(owner && line.includes(':') ? `${owner.name}.${name}` : name, made.id)
    lines.push(made)
  }
  const steps = lines.map(
    (line, nth): Step => ({
      step: 'create',
      element: line.id,
      registers: { ...registersOf(line, ids), order: orderOf(nth) }
    })
  )
  return { steps, ids }
}

function nameIn(line: string): string {
  const [, name = ''] = line.match(/^\s*(?:(\w+): |\w+ )/) ?? []
  return name || (line.trim().split(' ')[1] ?? '')
}

function orderOf(nth: number): string {
  return `a${nth.toString(36).padStart(4, '0')}`
}

function registersOf(line: Line, ids: ReadonlyMap<string, string>): Record<string, Json> {
  const { owner, words, name } = line
  const registers: Record<string, Json> = { name }
  if (owner !== undefined) registers['parent'] = owner.id
  if (/^\w+:/.test(words)) return { ...registers, kind: 'field', ...fieldOf(words, ids) }
  registers['kind'] = words.split(' ')[0] ?? ''
  const [, holder] = words.match(/ in (\w+)/) ?? []
  if (holder !== undefined) registers['parent'] = ids.get(holder) ?? holder
  const [, at] = words.match(/ at ([-\d ]+)/) ?? []
  if (at !== undefined) registers['position'] = positionOf(at)
  return { ...registers, ...saidIn(words, ids) }
}

/** `title` in quotes; `register=Name,Name`. */
function saidIn(words: string, ids: ReadonlyMap<string, string>): Record<string, Json> {
  const registers: Record<string, Json> = {}
  const [, title] = words.match(/"(.*)"/) ?? []
  if (title !== undefined) registers['title'] = title
  for (const [, register = '', named = ''] of words.matchAll(/ (\w+)=([\w,]+)/g)) {
    const values = named.split(',').map(one => ids.get(one) ?? one)
    registers[register] = LISTS.has(register) ? values : (values[0] ?? null)
  }
  return registers
}

const LISTS: ReadonlySet<string> = new Set(['emits', 'handles', 'mixins', 'variants'])

function positionOf(at: string): Json {
  const [x = 0, y = 0, w, h] = at.trim().split(' ').map(Number)
  return { x, y, ...(w === undefined ? {} : { w }), ...(h === undefined ? {} : { h }) }
}

function fieldOf(words: string, ids: ReadonlyMap<string, string>): Record<string, Json> {
  const [, ref, type = '', least, most, optional, inverse] =
    words.match(/: (ref )?([\w.]+)(?:\[(\d*)(?:\.\.(\d+|\*))?\])?(\?)?(?: <(.*)>)?/) ?? []
  const registers: Record<string, Json> = {
    type: { to: ids.get(type) ?? type, ...(ref ? { ref: true } : {}) }
  }
  if (least !== undefined) registers['cardinality'] = range(least, most)
  if (optional !== undefined) registers['optional'] = true
  if (inverse !== undefined) {
    const [from = '', to] = inverse.split('..')
    registers['inverseCardinality'] = range(from, to)
  }
  return registers
}

function range(from: string, to: string | undefined): Json {
  if (from === '') return [0, null]
  if (to === undefined) return [Number(from), Number(from)]
  return [Number(from), to === '*' ? null : Number(to)]
}
