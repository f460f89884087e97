/** What comes in, at a glance: groups as frames, their cards by name; a card shows what it refers to. */
import { useMemo, useState } from 'react'
import type { PicturedCard, Picture as PictureOfText } from '@/api/http.gen'
import { KindGlyph } from '@/kinds/KindGlyph'
import { lookOf } from '@/kinds/looks'
import { neighboursOf, shelvesOf } from './shelves'
import { counted } from './summary'
import './picture.css'

interface PictureProps {
  readonly picture: PictureOfText
}

export function Picture({ picture }: PictureProps) {
  const shelves = useMemo(() => shelvesOf(picture), [picture])
  const neighbours = useMemo(() => neighboursOf(picture), [picture])
  const [over, setOver] = useState<string | null>(null)
  const touched = over === null ? undefined : neighbours.get(over)
  return (
    <section className="picture" aria-label="What comes in">
      {shelves.map(({ id, name, cards, more, total }) => (
        <div key={id} className={name === null ? 'picture-group picture-bare' : 'picture-group'}>
          {name !== null && (
            <p className="picture-title">
              <b className="picture-name" dir="auto" title={name}>
                {name}
              </b>
              <span>{counted(total)} in it</span>
            </p>
          )}
          <ul className="picture-cards">
            {cards.map(card => (
              <Card
                key={card.id}
                card={card}
                refersTo={neighbours.get(card.id)?.names ?? []}
                isTouched={touched?.ids.has(card.id) ?? false}
                onOver={isOver => setOver(isOver ? card.id : null)}
              />
            ))}
            {more > 0 && <li className="picture-more">and {counted(more)} more</li>}
          </ul>
        </div>
      ))}
    </section>
  )
}

interface CardProps {
  readonly card: PicturedCard
  readonly refersTo: readonly string[]
  readonly isTouched: boolean
  readonly onOver: (isOver: boolean) => void
}

function Card({ card, refersTo, isTouched, onOver }: CardProps) {
  const { kind, name, rows } = card
  const words = kind === 'enum' ? 'values' : 'fields'
  const title = refersTo.length === 0 ? name : `${name}, refers to ${refersTo.join(', ')}`
  return (
    <li
      className={`picture-card kind-${lookOf(kind).tint} ${isTouched ? 'picture-touched' : ''}`}
      title={title}
      onPointerEnter={() => onOver(true)}
      onPointerLeave={() => onOver(false)}
    >
      <KindGlyph kind={kind} />
      <b dir="auto">{name}</b>
      <span>{rows === 1 ? `1 ${words.slice(0, -1)}` : `${counted(rows)} ${words}`}</span>
    </li>
  )
}
