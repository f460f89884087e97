/** What can be done to a relation: how many at both ends, part or reference, away with it. */
import { editingOf } from '@/canvas/gestures/clicks'
import { canEdit, type Desk } from '@/canvas/gestures/desk'
import type { EdgeShape } from '@/canvas/scene/shapes'
import { COMMON, isSameRange, type Range, rangeWords } from '@/model/fieldline/range'
import { setCardinality, setHolding, setInverseCardinality } from '@/model/gestures/edge'
import { remove } from '@/model/gestures/removal'
import type { Outcome } from '@/model/wanted'
import { DIVIDER, type MenuEntry, menuItem } from '@/ui/menuItems'

export function edgeEntries(desk: Desk, id: string): readonly MenuEntry[] {
  const edge = desk.stage.scene.edges.get(id)
  if (edge === undefined) return []
  const { workspace } = desk
  const go = menuItem('Go to its field', () => goTo(desk, edge))
  if (!canEdit(desk) || workspace.graph.get(edge.element)?.kind !== 'field') return [go]
  return [
    ...(edge.kind === 'value' ? [] : amounts(desk, edge)),
    menuItem('Edit its field', () => workspace.show({ editing: editingOf(desk, edge.element) }), {
      icon: 'pen',
      keys: 'Enter'
    }),
    go,
    menuItem('Remove', () => act(desk, remove(workspace.graph, [edge.element])), {
      keys: 'Delete',
      tone: 'danger'
    })
  ]
}

function amounts(desk: Desk, edge: EdgeShape): readonly MenuEntry[] {
  const { graph } = desk.workspace
  const [source = '', target = ''] = [edge.source, edge.target].map(id => graph.get(id)?.name)
  const { element, sourceEnd, targetEnd, kind } = edge
  return [
    { entry: 'heading', title: `Each ${source} has` },
    ...COMMON.map(range =>
      menuItem(amountOf(range, target), () => act(desk, setCardinality(graph, element, range)), {
        checked: isSameRange(targetEnd.count, range)
      })
    ),
    { entry: 'heading', title: `Each ${target} belongs to` },
    ...COMMON.map(range =>
      menuItem(
        amountOf(range, source),
        () => act(desk, setInverseCardinality(graph, element, range)),
        { checked: isSameRange(sourceEnd.count, range) }
      )
    ),
    DIVIDER,
    kind === 'part'
      ? menuItem('Turn into a reference', () => act(desk, setHolding(graph, element, 'reference')))
      : menuItem('Turn into a part', () => act(desk, setHolding(graph, element, 'parts')))
  ]
}

/** `any number of Order` */
function amountOf(range: Range, name: string): string {
  return `${rangeWords(range)}${isSameRange(range, [0, null]) ? ' of' : ''} ${name}`
}

function act({ workspace }: Desk, outcome: Outcome): void {
  workspace.perform(outcome)
}

function goTo({ workspace, stage, camera }: Desk, { element, source }: EdgeShape): void {
  workspace.select(element)
  const shape = stage.scene.cards.get(source)
  if (shape !== undefined) camera.reveal(shape.box)
}
