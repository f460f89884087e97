/** A field line as text, in the colours of the language. */

import { Name } from '@/canvas/cards/Name'
import type { Part } from '@/model/fieldline/parts'
import './line.css'

/** So many letters of a type are left in any case. */
const LEGIBLE = 8

interface LineTextProps {
  readonly parts: readonly Part[]
}

export function LineText({ parts }: LineTextProps) {
  const whole = parts.map(({ text }) => text).join('')
  return (
    <span className="line-text" title={whole}>
      {parts.filter(isShown).map(({ role, text }) =>
        role === 'name' ? (
          <Name key={role} name={text} className="line-name" />
        ) : (
          <span
            key={role}
            className={`line-part line-${role}`}
            style={
              role === 'type' ? { minWidth: `${Math.min(text.length, LEGIBLE)}ch` } : undefined
            }
          >
            {text}
          </span>
        )
      )}
    </span>
  )
}

/** A card shows marks for annotations; how a derived field comes about is in its tooltip. */
function isShown({ role }: Part): boolean {
  return role !== 'annotation' && role !== 'comment' && role !== 'derived'
}
