/** A model of any size: contexts of 100 cards in rows, each with some fields and one or two relations. */
import { ModelDocument } from '@/model/document'
import { type Step, write } from '@/model/edits'

const PER_CONTEXT = 100
const ACROSS = 10
const STEP = 328
const CONTEXT_STEP = 3400
const KINDS = ['entity', 'aggregate', 'value', 'enum', 'entity', 'readModel']

export interface LargeModel {
  readonly document: ModelDocument
  readonly cards: readonly string[]
}

export function largeModel(count: number, fields = 8): LargeModel {
  const maker = new Maker(count, fields)
  for (let context = 0; context * PER_CONTEXT < count; context += 1) maker.addContext(context)
  const document = new ModelDocument()
  write(document, maker.steps)
  return { document, cards: maker.cards }
}

type Registers = Extract<Step, { step: 'create' }>['registers']

class Maker {
  readonly steps: Step[] = []
  readonly cards: string[] = []
  readonly #count: number
  readonly #fields: number
  readonly #columns: number

  constructor(count: number, fields: number) {
    this.#count = count
    this.#fields = fields
    this.#columns = Math.ceil(Math.sqrt(count / PER_CONTEXT))
  }

  addContext(number: number): void {
    const parent = this.#create({ kind: 'context', name: `Context ${number}` })
    const left = (number % this.#columns) * CONTEXT_STEP
    const top = Math.floor(number / this.#columns) * CONTEXT_STEP
    for (let card = 0; card < PER_CONTEXT && this.cards.length < this.#count; card += 1) {
      const x = left + (card % ACROSS) * STEP
      const y = top + Math.floor(card / ACROSS) * STEP
      const name = `Entity ${number}.${card}`
      this.#addCard(card, { name, parent, order: key(card), position: { x, y } })
    }
  }

  #addCard(card: number, registers: Registers): void {
    const id = this.#create({ ...registers, kind: KINDS[card % KINDS.length] ?? 'entity' })
    for (let field = 0; field < this.#fields; field += 1) {
      const to = field < 1 + (card % 2) ? this.cards.at(-2 - (card % 7) - 9 * field) : undefined
      const type = to === undefined ? { to: 'string' } : { to, ref: true }
      const name = `field${field}`
      this.#create({ kind: 'field', name, parent: id, order: key(field), type })
    }
    this.cards.push(id)
  }

  #create(registers: Registers): string {
    const number = this.steps.length + 1
    const element = `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
    this.steps.push({ step: 'create', element, registers })
    return element
  }
}

function key(number: number): string {
  return `a${number.toString(36).padStart(3, '0')}`
}
