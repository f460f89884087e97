/** The glyph of a kind; fields and values have none, their lines say what they are. */
import { KindGlyph } from '@/kinds/KindGlyph'

interface FaceProps {
  readonly kind: string
}

export function Face({ kind }: FaceProps) {
  return kind === 'field' || kind === 'enumValue' ? null : <KindGlyph kind={kind} />
}
