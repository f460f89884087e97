/** The glyph of a kind: its colour and its shape both say which. */
import { partsOfGlyph } from '@/kinds/glyphs'
import { lookOf } from '@/kinds/looks'
import { strokesOf } from '@/ui/Strokes'
import './kinds.css'

interface KindGlyphProps {
  readonly kind: string
}

export function KindGlyph({ kind }: KindGlyphProps) {
  const { tint, glyph, title } = lookOf(kind)
  return (
    <svg className={`kind-glyph kind-${tint}`} viewBox="0 0 16 16" role="img" aria-label={title}>
      {strokesOf(partsOfGlyph(glyph), ({ role }) => `kind-${role}`)}
    </svg>
  )
}
