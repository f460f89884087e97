/** A small model on a canvas, drawn by gestures: what builders give is written, and the graph is read. */
import type { Json } from '@/model/change'
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'
import { printFieldLine } from '@/model/fieldline/parts'
import { type Element, Graph } from '@/model/graph'
import { scopeOf } from '@/model/scope'
import { isDeclined, type Outcome } from '@/model/wanted'

export class Drawing {
  readonly document = new ModelDocument()
  readonly graph = new Graph(() => this.document)
  readonly #ids = new Map<string, string>()
  #count = 0

  constructor(text: string) {
    this.document.observe(touched => this.graph.update(touched))
    this.write([
      { step: 'create', element: this.newId(), registers: { kind: 'model', name: 'Webshop' } }
    ])
    this.write(this.#stepsOf(text))
  }

  /** Ids in a row, so that tests may foretell them. */
  readonly newId = (): string => {
    this.#count += 1
    return `00000000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`
  }

  /** The id of what the text calls so. */
  id(name: string): string {
    const id = this.#ids.get(name)
    if (id === undefined) throw new Error(`nothing is called ${name}`)
    return id
  }

  get(name: string): Element {
    return this.element(this.id(name))
  }

  element(id: string): Element {
    const element = this.graph.get(id)
    if (element === undefined) throw new Error(`${id} is not shown`)
    return element
  }

  write(steps: readonly Step[]): void {
    write(this.document, steps)
  }

  /** Do what is wanted; returns its label, or why it is declined. */
  do(outcome: Outcome): string {
    if (isDeclined(outcome)) return `no: ${outcome.declined}`
    this.write(outcome.steps)
    return outcome.label
  }

  /** Do what is wanted and return what it is about. */
  made(outcome: Outcome): Element {
    if (isDeclined(outcome)) throw new Error(outcome.declined)
    this.write(outcome.steps)
    return this.element(outcome.element ?? '')
  }

  /** The names of what stands in an element, in order. */
  names(parent: string | null): readonly string[] {
    return this.graph.children(parent === null ? null : this.id(parent)).map(({ name }) => name)
  }

  /** The fields of an element as lines. */
  lines(id: string): readonly string[] {
    const { nameOf } = scopeOf(this.graph, id)
    const fields = this.graph.children(id).filter(({ kind }) => kind === 'field')
    return fields.map(field => printFieldLine(field, nameOf))
  }

  places(): Readonly<Record<string, Json | undefined>> {
    const placed = [...this.graph.elements()].filter(({ registers }) => registers.has('position'))
    return Object.fromEntries(
      placed.map(({ name, registers }) => [name, registers.get('position')])
    )
  }

  /** `kind name {registers}` a line, what stands in something two spaces further in; `&name` is an id. */
  #stepsOf(text: string): readonly Step[] {
    const above: string[] = []
    return text
      .split('\n')
      .filter(line => line.trim() !== '')
      .map((line, place) => {
        const [, indent = '', kind = '', name = '', json = '{}'] =
          /^( *)(\w+) ?([^{]*?)(?: (\{.*\}))?$/.exec(line) ?? []
        const element = this.newId()
        const depth = indent.length / 2
        above.splice(depth, above.length, element)
        this.#ids.set(this.#ids.has(name) ? `${name}#2` : name, element)
        const parent = above[depth - 1]
        const own: Json = JSON.parse(json, (_, value: unknown) =>
          typeof value === 'string' && value.startsWith('&') ? this.id(value.slice(1)) : value
        )
        const registers = {
          kind,
          ...(name === '' ? {} : { name }),
          ...(parent === undefined ? {} : { parent }),
          order: `a${place.toString(36).padStart(3, '0')}V`,
          ...(own as Readonly<Record<string, Json>>)
        }
        return { step: 'create', element, registers }
      })
  }
}

/** Contexts, aggregates and what refers across them. */
export const WEBSHOP = `
enum Currency
  enumValue EUR
  enumValue USD {"label": "Dollar"}
value Money
  field amount {"type": {"to": "decimal", "args": [12, 2]}}
  field currency {"type": {"to": "&Currency"}}
context Catalog {"position": {"x": 0, "y": 0, "w": 400, "h": 300}}
  aggregate Product {"position": {"x": 24, "y": 48}}
    field sku {"type": {"to": "string"}, "key": true}
    field price {"type": {"to": "&Money"}}
context Ordering
  actor Shopper {"position": {"x": 500, "y": 400}}
  aggregate Customer {"position": {"x": 500, "y": 40}}
    field id {"type": {"to": "uuid"}, "key": true}
  aggregate Order {"position": {"x": 800, "y": 40, "w": 240}}
    field number {"type": {"to": "string"}}
    entity OrderLine {"position": {"x": 800, "y": 300}}
      field product {"type": {"to": "&Product", "ref": true}}
      field quantity {"type": {"to": "int"}}
    field lines {"type": {"to": "&OrderLine"}, "cardinality": [1, null]}
    event OrderPlaced
    invariant positive
entity Loose {"position": {"x": 1200, "y": 0}}
`
