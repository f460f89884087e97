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

/** What is there before. */
export interface Ground {
  readonly order: string
  readonly bill: string
  readonly price: string
  readonly old: string
  readonly cards: readonly string[]
}

export interface Kind {
  readonly name: string
  /** What Ann does before, on a connection that holds. */
  readonly before?: (ann: Tab, ground: Ground) => unknown
  readonly act: (ann: Tab, ground: Ground) => unknown
  /** What comes of it: a commit for each gesture, none for typing, or a refusal. */
  readonly brings: 'commits' | 'text' | 'refusal'
}

/** Make the ground; one gesture. */
export function lay(tab: Tab): Ground {
  const [order, bill, old] = ['Order', 'Bill', 'Old'].map(name => create('entity', name)) as [
    Creation,
    Creation,
    Creation
  ]
  const price = field(order.element, 'price', { title: 'what it costs', order: 'a0' })
  const cards = Array.from({ length: 40 }, (_, nth) =>
    create('value', `V${nth}`, { position: { x: nth, y: 0 } })
  )
  const written = text(order.element, 'What somebody wants.')
  tab.edit('ground', order, bill, old, price, ...cards, written, remove(old.element))
  return {
    order: order.element,
    bill: bill.element,
    price: price.element,
    old: old.element,
    cards: cards.map(({ element }) => element)
  }
}

const doing =
  (label: string, ...steps: ((ground: Ground) => Step)[]) =>
  (ann: Tab, ground: Ground) =>
    ann.edit(label, ...steps.map(step => step(ground)))

const renaming = doing('rename', ({ order }) => rename(order, 'Purchase'))
const undoing = (ann: Tab) => ann.undo()

export const KINDS: readonly Kind[] = [
  {
    name: 'create',
    act: doing('create', () => create('entity', 'New')),
    brings: 'commits'
  },
  {
    name: 'create with children',
    act: ann => {
      const parent = create('entity', 'New')
      const children = ['a', 'b', 'c'].map(name => field(parent.element, name))
      ann.edit('paste', parent, ...children, text(parent.element, 'Words.'))
    },
    brings: 'commits'
  },
  { name: 'rename', act: renaming, brings: 'commits' },
  {
    name: 'set',
    act: doing('set', ({ price }) => set(price, 'optional', true)),
    brings: 'commits'
  },
  {
    name: 'retract',
    act: doing('retract', ({ price }) => ({ step: 'retract', element: price, attribute: 'title' })),
    brings: 'commits'
  },
  {
    name: 'move',
    act: doing('move', ({ price, bill }) => move(price, bill)),
    brings: 'commits'
  },
  { name: 'remove', act: doing('remove', ({ order }) => remove(order)), brings: 'commits' },
  { name: 'restore', act: doing('restore', ({ old }) => restore(old)), brings: 'commits' },
  {
    name: 'type',
    act: doing('type', ({ order }) => text(order, 'What somebody really wants.')),
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
    name: 'undo of typing',
    before: doing('type', ({ order }) => text(order, 'What somebody really wants.')),
    act: undoing,
    brings: 'text'
  },
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
    act: doing(
      'wrong kind',
      ({ order }) => rename(order, 'Lost'),
      ({ order }) => set(order, 'kind', 'unheard of')
    ),
    brings: 'refusal'
  }
]
