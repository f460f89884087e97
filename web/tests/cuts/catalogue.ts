/** Every kind of gesture, as something that Ann does to a model that has a little of everything. */
import {
  type Creation,
  create,
  field,
  move,
  remove,
  rename,
  restore,
  set,
  text
} from '@harness/steps'
import type { Tab } from '@harness/tab'
import type { Step } from '@/model/edits'
import { place, siblings } from '@/model/order'

/** What is there before. */
export interface Ground {
  readonly order: string
  readonly bill: string
  /** Two fields of the order under one key, so that between them there is no room. */
  readonly price: string
  readonly cost: string
  readonly old: string
  readonly mixin: string
  readonly cards: readonly string[]
}

export interface Kind {
  readonly name: string
  /** What Ann does before, on a connection that holds. */
  readonly before?: (ann: Tab, ground: Ground) => unknown
  readonly act: (ann: Tab, ground: Ground, ben: Tab) => unknown
  /**
   * What comes of it: a commit for each gesture; none, for typing; a refusal; a fatal one, while
   * Ben's work stays; some of these.
   */
  readonly brings: 'commits' | 'text' | 'refusal' | 'fatal' | 'mixed'
  /** While Ann is away everybody leaves, and the document is made anew. */
  readonly between?: 'epoch'
}

/** Make the ground; one gesture. */
export function lay(tab: Tab): Ground {
  const [order, bill, old] = ['Order', 'Bill', 'Old'].map(name => create('entity', name)) as [
    Creation,
    Creation,
    Creation
  ]
  const mixin = create('mixin', 'Audited')
  const price = field(order.element, 'price', { title: 'what it costs', order: 'a0' })
  const cost = field(order.element, 'cost', { order: 'a0' })
  const cards = Array.from({ length: 40 }, (_, nth) =>
    create('value', `V${nth}`, { position: { x: nth, y: 0 } })
  )
  const written = text(order.element, 'What somebody wants.')
  tab.edit(
    'ground',
    ...[order, bill, old, mixin, price, cost, ...cards],
    ...[written, remove(old.element)]
  )
  return {
    order: order.element,
    bill: bill.element,
    price: price.element,
    cost: cost.element,
    old: old.element,
    mixin: mixin.element,
    cards: cards.map(({ element }) => element)
  }
}

const doing =
  (label: string, ...steps: ((ground: Ground) => Step)[]) =>
  (ann: Tab, ground: Ground) =>
    ann.edit(label, ...steps.map(step => step(ground)))

const renaming = doing('rename', ({ order }) => rename(order, 'Purchase'))
const undoing = (ann: Tab) => ann.undo()
const typing = doing('type', ({ order }) => text(order, 'What somebody really wants.'))
const unheardOf = ({ order }: Ground) => set(order, 'kind', 'unheard of')

/** Put a field between the two that have one key: the later of these must make way. */
function insertion(ann: Tab, { order }: Ground): void {
  const { orders, rekeyed } = place(siblings(ann.document, order), 1)
  const between = field(order, 'between', { order: orders[0] ?? '' })
  ann.edit('insert', between, ...rekeyed.map(one => set(one.element, 'order', one.order)))
}

/** A page full, with all that stands in it. */
function paste(ann: Tab): void {
  const steps = Array.from({ length: 12 }, (_, nth) => {
    const parent = create('entity', `Pasted ${nth}`, { position: { x: nth, y: 9, w: 5, h: 4 } })
    const children = ['a', 'b', 'c', 'd'].map(name => field(parent.element, name))
    return [parent, ...children, text(parent.element, `About ${nth}.`)]
  })
  ann.edit('paste', ...steps.flat())
}

/** What somebody does in an hour, and takes back in part. */
async function hour(ann: Tab, ground: Ground): Promise<void> {
  const made = create('entity', 'Made')
  ann.edit('create', made)
  ann.edit('move', move(ground.price, made.element))
  ann.edit('type', text(made.element, 'Made in an hour.'))
  ann.edit('remove', remove(ground.bill))
  const line = ann.undo()
  ann.edit('wrong kind', rename(ground.order, 'Lost'), unheardOf(ground))
  ann.edit('rename', rename(ground.order, 'Purchase'))
  const more = [ann.undo(), ann.redo()]
  await Promise.all([line, ...more])
}

export const KINDS: readonly Kind[] = [
  { name: 'create', act: doing('create', () => create('entity', 'New')), brings: 'commits' },
  {
    name: 'create with children',
    act: ann => {
      const parent = create('entity', 'New')
      const children = ['a', 'b', 'c'].map(name => field(parent.element, name))
      ann.edit('paste', parent, ...children, text(parent.element, 'Words.'))
    },
    brings: 'commits'
  },
  { name: 'paste of many', act: paste, brings: 'commits' },
  { name: 'rename', act: renaming, brings: 'commits' },
  {
    name: 'set a value of every shape',
    act: doing(
      'set',
      ({ price }) => set(price, 'optional', true),
      ({ price }) => set(price, 'type', { to: 'string' }),
      ({ order }) => set(order, 'title', 'A “purchase” 🛒'),
      ({ order, bill }) => set(order, 'extends', bill),
      ({ order, mixin }) => set(order, 'mixins', [mixin]),
      ({ order }) => set(order, 'position', { x: -3, y: 7, w: 10, h: 20 }),
      ({ order }) => set(order, '#core', true)
    ),
    brings: 'commits'
  },
  {
    name: 'retract',
    act: doing('retract', ({ price }) => ({ step: 'retract', element: price, attribute: 'title' })),
    brings: 'commits'
  },
  { name: 'move', act: doing('move', ({ price, bill }) => move(price, bill)), brings: 'commits' },
  {
    name: 're-order',
    act: doing('re-order', ({ price }) => set(price, 'order', 'a5')),
    brings: 'commits'
  },
  { name: 'insert where there is no room', act: insertion, brings: 'commits' },
  { name: 'remove', act: doing('remove', ({ order }) => remove(order)), brings: 'commits' },
  { name: 'restore', act: doing('restore', ({ old }) => restore(old)), brings: 'commits' },
  {
    name: 'remove and restore',
    act: (ann, { order }) => {
      ann.edit('remove', remove(order))
      ann.edit('restore', restore(order))
    },
    brings: 'commits'
  },
  { name: 'type', act: typing, brings: 'text' },
  {
    name: 'type letter by letter',
    act: (ann, { order }) => {
      for (const words of letters('Somebody wants it 🛒 now.')) {
        ann.edit('type', text(order, `${words}\n\nWhat somebody wants.`))
      }
    },
    brings: 'text'
  },
  {
    name: 'drag of 40',
    act: (ann, { cards }) =>
      ann.edit('drag', ...cards.map((card, nth) => set(card, 'position', { x: nth, y: 99 }))),
    brings: 'commits'
  },
  {
    name: 'burst of five',
    act: (ann, { order }) => {
      for (const name of ['A', 'B', 'C', 'D', 'E']) ann.edit(`rename ${name}`, rename(order, name))
    },
    brings: 'commits'
  },
  { name: 'undo', before: renaming, act: undoing, brings: 'commits' },
  {
    name: 'undo of a create',
    before: doing('create', () => create('entity', 'New')),
    act: undoing,
    brings: 'commits'
  },
  {
    name: 'undo of a remove',
    before: doing('remove', ({ order }) => remove(order)),
    act: undoing,
    brings: 'commits'
  },
  {
    name: 'undo of a move',
    before: doing('move', ({ price, bill }) => move(price, bill)),
    act: undoing,
    brings: 'commits'
  },
  { name: 'undo of typing', before: typing, act: undoing, brings: 'text' },
  {
    name: 'redo',
    before: (ann, ground) => {
      renaming(ann, ground)
      return ann.undo()
    },
    act: ann => ann.redo(),
    brings: 'commits'
  },
  {
    name: 'gesture that is refused',
    act: doing('wrong kind', ({ order }) => rename(order, 'Lost'), unheardOf),
    brings: 'refusal'
  },
  {
    name: 'refused between good ones',
    act: (ann, ground) => {
      ann.edit('rename', rename(ground.bill, 'Invoice'))
      ann.edit('wrong kind', rename(ground.order, 'Lost'), unheardOf(ground))
      ann.edit('rename', rename(ground.order, 'Purchase'))
    },
    brings: 'mixed'
  },
  {
    name: 'gesture that is fatal, between good ones',
    act: async (ann, { order, bill }, ben) => {
      const mine = create('entity', 'Mine')
      ann.proxy.pause() // so that she has not heard of his
      ben.edit('create', { ...mine, registers: { ...mine.registers, name: 'His' } })
      await ben.saved()
      ann.edit('rename', rename(bill, 'Invoice'))
      ann.edit('create', mine)
      ann.edit('rename', rename(order, 'Purchase'))
      ann.proxy.resume()
    },
    brings: 'fatal'
  },
  { name: 'an hour’s work', act: hour, brings: 'mixed' },
  { name: 'an hour’s work, and another epoch', act: hour, brings: 'mixed', between: 'epoch' }
]

function letters(words: string): readonly string[] {
  const signs = [...words]
  return signs.map((_, nth) => signs.slice(0, nth + 1).join(''))
}
