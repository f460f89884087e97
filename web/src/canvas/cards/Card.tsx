/** A card: what one element is, as look.md draws it. */
import { CardHeader } from '@/canvas/cards/CardHeader'
import { Chips, Rules, Values } from '@/canvas/cards/CardParts'
import { Lines } from '@/canvas/cards/Lines'
import { inColour } from '@/canvas/cards/peer'
import { type CardState, useCardState } from '@/canvas/cards/state'
import { showsValues } from '@/canvas/scene/face'
import type { CardShape } from '@/canvas/scene/shapes'
import './card.css'

interface CardProps {
  readonly shape: CardShape
}

export function Card({ shape }: CardProps) {
  const { id, face } = shape
  const state = useCardState(shape)
  return (
    <article
      className={classesOf(shape, state)}
      data-card={id}
      style={inColour(state.peers.get(id) ?? null, { width: face.width, minHeight: face.height })}
      tabIndex={-1}
      aria-label={`${face.name}, ${face.look.title}, ${face.summary}`}
    >
      <div className="card-paper">
        <CardHeader
          id={id}
          face={face}
          problem={state.problems.get(id)}
          isNamed={state.editing?.part === 'name'}
        />
        {!face.isCollapsed && <Body shape={shape} state={state} />}
      </div>
    </article>
  )
}

interface BodyProps extends CardProps {
  readonly state: CardState
}

function Body({ shape: { face }, state }: BodyProps) {
  if (showsValues(face)) return <Values rows={face.values} {...state} />
  return (
    <>
      <Lines face={face} state={state} />
      {face.rules.length > 0 && <Rules rules={face.rules} {...state} />}
      {face.chips.length > 0 && <Chips rows={face.chips} {...state} />}
    </>
  )
}

const STICKY: ReadonlySet<string> = new Set(['event', 'command', 'policy', 'read'])

function classesOf({ id, face }: CardShape, { selected, peers }: CardState): string {
  const { tint } = face.look
  const classes = [
    `card kind-${tint}`,
    tint === 'value' && 'card-round',
    tint === 'enum' && 'card-square',
    STICKY.has(tint) && 'card-cut',
    face.isCollapsed && 'card-collapsed',
    selected.has(id) && 'card-selected',
    peers.has(id) && 'card-peer'
  ]
  return classes.filter(Boolean).join(' ')
}
