/** A card from far away: the same box, its name and how much is in it. */

import { Name } from '@/canvas/cards/Name'
import { ProblemMark } from '@/canvas/cards/ProblemMark'
import { inColour } from '@/canvas/cards/peer'
import { useCardState } from '@/canvas/cards/state'
import type { CardShape } from '@/canvas/scene/shapes'
import { KindGlyph } from '@/kinds/KindGlyph'
import './farCard.css'

interface FarCardProps {
  readonly shape: CardShape
}

/** A card that is lower has its name beside its glyph. */
const LOW = 96

export function FarCard({ shape }: FarCardProps) {
  const { id, face, box } = shape
  const { selected, problems, peers } = useCardState(shape)
  const peer = [...peers.values()][0] ?? null
  const worst = [...problems.values()].find(({ level }) => level === 'error')
  const classes = [
    `far kind-${face.look.tint}`,
    box.h < LOW && 'far-low',
    selected.size > 0 && 'far-selected',
    peer !== null && 'far-peer'
  ]
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-card={id}
      style={inColour(peer, { width: box.w, height: box.h })}
      aria-label={`${face.name}, ${face.look.title}, ${face.summary}`}
    >
      <KindGlyph kind={face.kind} />
      <Name name={face.name} className="far-name" />
      {box.h >= LOW && <span className="far-summary">{face.summary}</span>}
      <ProblemMark problem={worst ?? [...problems.values()][0]} />
    </article>
  )
}
