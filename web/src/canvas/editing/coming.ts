/** A card that is to come: it is made, with its relation, by the gesture that writes its name. */
import { v7 } from 'uuid'
import type { Line } from '@/canvas/editing/line'
import { keyOf } from '@/canvas/editing/places'
import { createCard } from '@/model/gestures/card'
import { connectToNew } from '@/model/gestures/relation'
import type { Graph } from '@/model/graph'
import { isDeclined, type Outcome } from '@/model/wanted'
import { titleOf } from '@/model/wording'
import type { NewCard } from '@/workspace/screen'

/** The name of a card that is to come; null when the card is there. */
export function comingLine(graph: Graph, editing: NewCard): Line | null {
  if (graph.record(editing.element) !== undefined) return null
  const write = (name: string) => creation(graph, editing, name)
  return {
    editing,
    key: keyOf(editing),
    now: editing.name,
    element: editing.element,
    shape: 'name',
    label: `Name of the new ${titleOf(editing.kind)}`,
    noun: 'name',
    mayBeEmpty: false,
    isNew: true,
    example: 'Name',
    write,
    remark: text => {
      const outcome = write(text)
      return isDeclined(outcome) ? { grade: 'problem', sentence: outcome.declined } : null
    },
    choices: () => []
  }
}

/** In the frame under it; around that where it may not stand there, or the frame is gone. */
function creation(graph: Graph, card: NewCard, name: string): Outcome {
  if (graph.record(card.element) !== undefined) return { label: name, steps: [] }
  const within = card.parent === null ? undefined : graph.get(card.parent)
  const wanted = made(graph, card, name, within?.id ?? null)
  if (!isDeclined(wanted) || within === undefined) return wanted
  const around = made(graph, card, name, within.parent)
  return isDeclined(around) ? wanted : around
}

function made(graph: Graph, card: NewCard, name: string, parent: string | null): Outcome {
  const { kind, position, from, element } = card
  const wanted = { kind, name, parent, position }
  const ids = [element]
  const newId = () => ids.pop() ?? v7()
  return from === null
    ? createCard(graph, wanted, newId)
    : connectToNew(graph, { ...wanted, from }, newId)
}
