/** The end of an edge: bars, rings, forks, a diamond, an arrow, within 18 px of the card. */
import type { EndGlyph as End } from '@/canvas/routing/route'
import type { Glyph } from '@/canvas/scene/shapes'

interface EndGlyphProps extends End {
  readonly glyph: Glyph
}

/** Drawn as it is on the right side of a card, and turned for the left one. */
export function EndGlyph({ glyph, point, side }: EndGlyphProps) {
  if (glyph === 'none') return null
  const turn = side === 'left' ? ' scale(-1 1)' : ''
  return <g transform={`translate(${point.x} ${point.y})${turn}`}>{DRAWN[glyph]}</g>
}

const FORK = <path className="edge-glyph" d="M0,-5 L10,0 L0,5" />

const DRAWN = {
  one: <path className="edge-glyph" d="M6,-5 V5 M10,-5 V5" />,
  maybe: (
    <>
      <path className="edge-glyph" d="M6,-5 V5" />
      <circle className="edge-ring" cx={13} cy={0} r={3.5} />
    </>
  ),
  any: (
    <>
      {FORK}
      <circle className="edge-ring" cx={14} cy={0} r={3.5} />
    </>
  ),
  many: (
    <>
      {FORK}
      <path className="edge-glyph" d="M14,-5 V5" />
    </>
  ),
  part: <path className="edge-filled" d="M0,0 L7,-4.5 L14,0 L7,4.5 Z" />,
  arrow: <path className="edge-glyph" d="M10,-5 L0,0 L10,5" />,
  triangle: <path className="edge-hollow" d="M0,0 L12,-6 V6 Z" />
} as const
