/** How many, in a small pill beside a title. */
import './count.css'

interface CountProps {
  readonly of: number
}

export function Count({ of }: CountProps) {
  return <span className="count">{of.toLocaleString('en')}</span>
}
