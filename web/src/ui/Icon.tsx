/** One icon, in the colour of the text around it. */
import { type IconName, strokesOfIcon } from '@/ui/icons'
import { strokesOf } from '@/ui/Strokes'
import './icon.css'

interface IconProps {
  readonly name: IconName
  /** 14, 16 or 20 pixels. */
  readonly size?: 's' | 'm' | 'l'
}

export function Icon({ name, size = 'm' }: IconProps) {
  return (
    <svg className={`icon icon-${size}`} viewBox="0 0 16 16" aria-hidden="true">
      {strokesOf(strokesOfIcon(name))}
    </svg>
  )
}
