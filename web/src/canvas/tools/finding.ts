/** Which elements of the canvas a few words find: names that begin so first, cards before fields. */
import type { Desk } from '@/canvas/gestures/desk'
import type { Element } from '@/model/graph'
import { searched } from '@/ui/searched'

export interface Found {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** What it stands in. */
  readonly path: string
}

const MOST = 200

export function found({ workspace, stage }: Desk, words: string): readonly Found[] {
  const { graph } = workspace
  const wanted = searched(words)
  if (wanted === '') return []
  const hits: { readonly element: Element; readonly rank: number }[] = []
  for (const element of graph.elements()) {
    const isDrawn =
      stage.scene.cardOf(element.id) !== undefined || stage.scene.frames.has(element.id)
    const at = isDrawn ? searched(element.name).indexOf(wanted) : -1
    if (at < 0) continue
    const isCard = stage.scene.cards.has(element.id) || stage.scene.frames.has(element.id)
    hits.push({ element, rank: (at === 0 ? 0 : 2) + (isCard ? 0 : 1) })
  }
  hits.sort(
    (one, other) => one.rank - other.rank || (one.element.name < other.element.name ? -1 : 1)
  )
  return hits.slice(0, MOST).map(({ element: { id, kind, name, parent } }) => ({
    id,
    kind,
    name,
    path: parent === null ? '' : graph.path(parent)
  }))
}
