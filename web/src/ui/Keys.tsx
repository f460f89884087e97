/** The keys of a shortcut, drawn. */
import { partsOfKeys } from '@/ui/shortcut'
import './keys.css'

interface KeysProps {
  /** `Ctrl+Shift+Z`; Ctrl is Cmd on a Mac. */
  readonly keys: string
}

export function Keys({ keys }: KeysProps) {
  return (
    <span className="keys">
      {partsOfKeys(keys).map(part => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  )
}
