/** What the hand is doing, drawn on the canvas: marquee, guides, a relation on its way, handles. */
import { ViewportPortal } from '@xyflow/react'
import type { Guide } from '@/canvas/arranging/snap'
import { useDesk, useHand, usePicture } from '@/canvas/flow/hooks'
import type { Doing } from '@/canvas/gestures/doing'
import { Handles } from '@/canvas/gestures/Handles'
import type { Box } from '@/canvas/scene/box'
import './doings.css'

export function Doings() {
  const doing = useHand(({ doing }) => doing)
  return (
    <ViewportPortal>
      <Drawn doing={doing} />
      {doing.doing === 'nothing' && <Handles />}
    </ViewportPortal>
  )
}

function Drawn({ doing }: { readonly doing: Doing }) {
  switch (doing.doing) {
    case 'marquee':
      return <Outline box={doing.box} name="marquee" />
    case 'resizing':
      return <Outline box={doing.box} name="ghost" />
    case 'dragging':
      return <Guides guides={doing.guides} />
    case 'relating':
      return <RelationLine {...doing} />
    case 'nothing':
      return null
  }
}

function Outline({ box, name }: { readonly box: Box; readonly name: string }) {
  const { x, y, w, h } = box
  return (
    <div className={name} style={{ transform: `translate(${x}px,${y}px)`, width: w, height: h }} />
  )
}

function Guides({ guides }: { readonly guides: readonly Guide[] }) {
  return (
    <svg className="doings" aria-hidden="true">
      {guides.map(guide => (
        <line
          key={`${guide.guide} ${guide.axis} ${guide.at} ${guide.from}`}
          className={`guide guide-${guide.guide}`}
          {...endsOf(guide)}
        />
      ))}
    </svg>
  )
}

/** A line stands across its axis, a gap lies along it. */
function endsOf({ guide, axis, at, from, to }: Guide) {
  const isUpright = (guide === 'line') === (axis === 'x')
  return isUpright ? { x1: at, y1: from, x2: at, y2: to } : { x1: from, y1: at, x2: to, y2: at }
}

function RelationLine({ from, to, over }: Extract<Doing, { doing: 'relating' }>) {
  const { stage } = useDesk()
  usePicture(({ revision }) => revision)
  const target = over === null ? undefined : stage.scene.cards.get(over)?.box
  const turn = (from.at.x + to.x) / 2
  return (
    <>
      {target !== undefined && <Outline box={target} name="relation-target" />}
      <svg className="doings" aria-hidden="true">
        <path className="relation-line" d={`M${from.at.x} ${from.at.y}H${turn}V${to.y}H${to.x}`} />
        <circle className="relation-end" cx={to.x} cy={to.y} r={4} />
      </svg>
    </>
  )
}
