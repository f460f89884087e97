/** Rings at the border of the card under the pointer: relations are drawn from them. */
import { useDesk, useHand, usePicture } from '@/canvas/flow/hooks'
import { canEdit } from '@/canvas/gestures/desk'
import { cardOf, type Hit } from '@/canvas/gestures/hit'
import { handleOf } from '@/canvas/routing/geometry'
import type { Box } from '@/canvas/scene/box'
import type { CardShape } from '@/canvas/scene/shapes'
import { useScreen } from '@/workspace/hooks'

interface Place {
  readonly card: string
  readonly field: string | null
  readonly x: number
  readonly y: number
}

export function Handles() {
  const desk = useDesk()
  const hover = useHand(({ hover }) => hover)
  const isFull = usePicture(({ level }) => level === 'full')
  usePicture(({ revision }) => revision)
  const isFree = useScreen(
    ({ tool, editing }) => editing === null && tool.tool !== 'hand' && tool.tool !== 'create'
  )
  const id = cardOf(hover)
  const shape = id === null ? undefined : desk.stage.scene.cards.get(id)
  if (!isFull || !isFree || shape === undefined || !canEdit(desk)) return null
  return placesOn(shape, hover).map(({ card, field, x, y }) => (
    <div
      key={`${field} ${x} ${y}`}
      className="handle"
      data-handle={card}
      data-field={field ?? undefined}
      style={{ transform: `translate(${x}px,${y}px)` }}
      title="Drag to relate"
    />
  ))
}

/** Of the card at its four sides, of the line under the pointer at both ends. */
function placesOn({ id, box, face }: CardShape, hover: Hit): readonly Place[] {
  const row = hover.on === 'card' ? hover.row : hover.on === 'handle' ? hover.from.field : null
  const line = row === null ? -1 : face.lines.findIndex(each => each.id === row)
  const field = line < 0 || face.lines[line]?.element.kind !== 'field' ? null : row
  const height = handleOf(field === null ? null : line, box.h)
  return [
    ...sides(box, height).map(place => ({ card: id, field, ...place })),
    { card: id, field: null, x: box.x + box.w / 2, y: box.y },
    { card: id, field: null, x: box.x + box.w / 2, y: box.y + box.h }
  ]
}

function sides({ x, y, w }: Box, height: number) {
  return [
    { x, y: y + height },
    { x: x + w, y: y + height }
  ]
}
