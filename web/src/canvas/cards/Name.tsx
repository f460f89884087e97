/** A name that somebody typed: any text at all, shown in its own direction, cut where room ends. */
import './name.css'

interface NameProps {
  readonly name: string
  readonly className?: string
}

/** Nothing of these is seen: joiners, marks without a letter, blanks. */
const SEEN = /[^\p{Cf}\p{Mn}\p{Me}\p{Z}\p{C}]/u

export function Name({ name, className = '' }: NameProps) {
  if (!SEEN.test(name)) return <span className={`name name-none ${className}`}>no name</span>
  return (
    <bdi className={`name ${className}`} dir="auto" title={name}>
      {name}
    </bdi>
  )
}
