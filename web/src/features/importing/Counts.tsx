/** How much comes in, in the words of the format, and how much does not as it stands. */
import type { ImportPreview } from '@/api/http.gen'
import { counted, wordFor } from './summary'

interface CountsProps {
  readonly preview: ImportPreview
}

export function Counts({ preview }: CountsProps) {
  const { counts, losses } = preview
  return (
    <dl className="review-counts">
      {Object.entries(counts).map(([words, count]) => (
        <div key={words}>
          <dt>{wordFor(count, words)}</dt>
          <dd>{counted(count)}</dd>
        </div>
      ))}
      <div className={losses.length > 0 ? 'review-warn' : undefined}>
        <dt>not fully taken over</dt>
        <dd>{counted(losses.length)}</dd>
      </div>
    </dl>
  )
}
