/** A card or a frame that is to come: it stands where it will be, and has its name typed. */
import { ViewportPortal } from '@xyflow/react'
import { boxOf } from '@/canvas/cards/coming'
import { TypedName } from '@/canvas/cards/typed'
import { KindGlyph } from '@/kinds/KindGlyph'
import { lookOf } from '@/kinds/looks'
import { useScreen } from '@/workspace/hooks'
import type { NewCard } from '@/workspace/screen'
import './card.css'
import './coming-card.css'

export function ComingCard() {
  const coming = useScreen(({ editing }) => (editing?.part === 'new card' ? editing : null))
  if (coming === null) return null
  const { x, y, w, h } = boxOf(coming)
  const style = { transform: `translate(${x}px,${y}px)`, width: w, height: h }
  return (
    <ViewportPortal>
      <div className="coming-card nodrag nopan" style={style} key={coming.element}>
        {coming.kind === 'context' ? <Frame coming={coming} /> : <Card coming={coming} />}
      </div>
    </ViewportPortal>
  )
}

interface ComingProps {
  readonly coming: NewCard
}

function Card({ coming }: ComingProps) {
  const { tint, title } = lookOf(coming.kind)
  return (
    <div className={`card card-selected kind-${tint}`}>
      <div className="card-paper">
        <header className="card-header">
          <KindGlyph kind={coming.kind} />
          <TypedName editing={coming} />
          <span className="card-kind">{title}</span>
        </header>
      </div>
    </div>
  )
}

function Frame({ coming }: ComingProps) {
  return (
    <div className="frame frame-selected">
      <header className="frame-header">
        <span className="frame-title coming-card-title">
          <TypedName editing={coming} />
        </span>
      </header>
    </div>
  )
}
