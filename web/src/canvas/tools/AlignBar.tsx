/** Ways to bring several cards into line, while several are selected. */
import { useDesk, usePicture } from '@/canvas/flow/hooks'
import { boxesOf } from '@/canvas/gestures/dragStroke'
import { chosenCards, tidy } from '@/canvas/keys/actions'
import { align, distribute, type Edge } from '@/model/gestures/arrangement'
import { strokesOf } from '@/ui/Strokes'
import type { Stroke } from '@/ui/stroke'
import { useScreen } from '@/workspace/hooks'
import './alignBar.css'

const line = (d: string): Stroke => ({ shape: 'path', d })
const bar = (x: number, y: number, width: number, height: number): Stroke => ({
  shape: 'rect',
  x,
  y,
  width,
  height,
  rx: 1
})

const EDGES: readonly (readonly [Edge, string, readonly Stroke[]])[] = [
  ['left', 'Align left', [line('M2.5 2v12'), bar(4.5, 4, 8, 3), bar(4.5, 9, 5, 3)]],
  ['centre', 'Align centres', [line('M8 2v12'), bar(3.5, 4, 9, 3), bar(5.5, 9, 5, 3)]],
  ['right', 'Align right', [line('M13.5 2v12'), bar(3.5, 4, 8, 3), bar(6.5, 9, 5, 3)]],
  ['top', 'Align top', [line('M2 2.5h12'), bar(4, 4.5, 3, 8), bar(9, 4.5, 3, 5)]],
  ['middle', 'Align middles', [line('M2 8h12'), bar(4, 3.5, 3, 9), bar(9, 5.5, 3, 5)]],
  ['bottom', 'Align bottom', [line('M2 13.5h12'), bar(4, 3.5, 3, 8), bar(9, 6.5, 3, 5)]]
]

const SPREADS = [
  ['across', 'Spread across', [line('M2 2v12M14 2v12'), bar(6.5, 4, 3, 8)]],
  ['down', 'Spread down', [line('M2 2h12M2 14h12'), bar(4, 6.5, 8, 3)]]
] as const

export function AlignBar() {
  const desk = useDesk()
  useScreen(({ selection }) => selection)
  usePicture(({ revision }) => revision)
  const ids = chosenCards(desk)
  if (ids.length < 2) return null
  const { workspace } = desk
  const boxes = () => boxesOf(desk, ids)
  return (
    <div className="align-bar" role="toolbar" aria-label="Arrange the selection">
      <span className="align-count">{ids.length} selected</span>
      {EDGES.map(([edge, title, strokes]) => (
        <AlignButton
          key={edge}
          title={title}
          strokes={strokes}
          onClick={() => workspace.perform(align(workspace.graph, boxes(), edge))}
        />
      ))}
      {ids.length > 2 &&
        SPREADS.map(([axis, title, strokes]) => (
          <AlignButton
            key={axis}
            title={title}
            strokes={strokes}
            onClick={() => workspace.perform(distribute(workspace.graph, boxes(), axis))}
          />
        ))}
      <button
        type="button"
        className="align-tidy"
        title="Lay out the selection"
        onClick={() => tidy(desk)}
      >
        Tidy selection
      </button>
    </div>
  )
}

interface AlignButtonProps {
  readonly title: string
  readonly strokes: readonly Stroke[]
  readonly onClick: () => void
}

function AlignButton({ title, strokes, onClick }: AlignButtonProps) {
  return (
    <button
      type="button"
      className="align-button"
      aria-label={title}
      title={title}
      {...{ onClick }}
    >
      <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
        {strokesOf(strokes)}
      </svg>
    </button>
  )
}
