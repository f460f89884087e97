/** The head of a card: glyph, name, and what it is, or how much is in it when it is collapsed. */

import { Name } from '@/canvas/cards/Name'
import { ProblemMark } from '@/canvas/cards/ProblemMark'
import type { Problem } from '@/canvas/cards/problems'
import { TypedName } from '@/canvas/cards/typed'
import type { CardFace } from '@/canvas/scene/shapes'
import { KindGlyph } from '@/kinds/KindGlyph'

interface CardHeaderProps {
  readonly id: string
  /** Its name is being typed. */
  readonly isNamed: boolean
  readonly face: CardFace
  readonly problem: Problem | undefined
}

export function CardHeader({ id, isNamed, face, problem }: CardHeaderProps) {
  return (
    <header className="card-header" data-part="header">
      <KindGlyph kind={face.kind} />
      {isNamed ? (
        <TypedName editing={{ part: 'name', element: id }} />
      ) : (
        <Name name={face.name} className="card-name" />
      )}
      <ProblemMark problem={problem} />
      <span className="card-kind">{face.isCollapsed ? face.summary : face.look.title}</span>
    </header>
  )
}
