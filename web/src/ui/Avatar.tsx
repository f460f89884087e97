/** A person, small: initials in their colour, the whole name in the tooltip. */
import type { CSSProperties } from 'react'
import type { ControlSize } from '@/ui/buttonClass'
import { coloursOf, type PersonColour } from '@/ui/colours'
import { initialsOf } from '@/ui/initials'
import './avatar.css'

interface AvatarProps {
  readonly name: string
  readonly colour: PersonColour
  /** 18, 24 or 28 pixels. */
  readonly size?: ControlSize
}

export function Avatar({ name, colour, size = 'md' }: AvatarProps) {
  const style = { '--avatar-colour': `var(--${colour})` } as CSSProperties
  return (
    <span
      className={`avatar avatar-${size}`}
      style={style}
      role="img"
      aria-label={name}
      title={name}
    >
      <span aria-hidden="true">{initialsOf(name)}</span>
    </span>
  )
}

interface AvatarStackProps {
  readonly people: readonly { readonly id: string; readonly name: string }[]
  /** More than these are a number. */
  readonly most?: number
  readonly size?: ControlSize
}

export function AvatarStack({ people, most = 4, size = 'md' }: AvatarStackProps) {
  const colours = coloursOf(people.map(({ id }) => id))
  const shown = people.length > most ? people.slice(0, most - 1) : people
  const rest = people.slice(shown.length)
  const names = rest.map(({ name }) => name).join(', ')
  return (
    <span className="avatar-stack">
      {shown.map(({ id, name }) => (
        <Avatar key={id} name={name} colour={colours.get(id) ?? 'p1'} size={size} />
      ))}
      {rest.length > 0 && (
        <span
          className={`avatar avatar-${size} avatar-more`}
          role="img"
          aria-label={`and ${names}`}
          title={names}
        >
          +{rest.length}
        </span>
      )}
    </span>
  )
}
