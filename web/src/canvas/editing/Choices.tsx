/** What may stand where the caret is: types in scope, annotations. */
import type { Choosing } from '@/canvas/editing/useChoosing'
import { KindGlyph } from '@/kinds/KindGlyph'

interface ChoicesProps {
  readonly id: string
  readonly choosing: Choosing
}

export function Choices({ id, choosing }: ChoicesProps) {
  const { choices, active, accept } = choosing
  if (choices.length === 0) return null
  return (
    <div className="line-editor-choices" role="listbox" id={id} aria-label="What fits here">
      {choices.map((choice, place) => (
        <div
          key={choice.insert}
          id={`${id}-${place}`}
          ref={place === active ? intoView : undefined}
          className="line-editor-choice"
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          onMouseDown={event => {
            event.preventDefault() // the line keeps the focus
            accept(place)
          }}
        >
          {choice.kind !== null && <KindGlyph kind={choice.kind} />}
          <span className="line-editor-choice-text" dir="auto">
            {choice.label}
          </span>
          <span className="line-editor-choice-note" dir="auto">
            {choice.detail}
          </span>
        </div>
      ))}
    </div>
  )
}

function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
