/** One of two to four that stand side by side: views, theme. */
import { useId } from 'react'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import type { Choice } from '@/ui/Select'
import './segments.css'

interface Segment<Value extends string = string> extends Choice<Value> {
  readonly icon?: IconName
}

interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly segments: readonly Segment<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export function Segments<Value extends string>({
  label,
  segments,
  value,
  onChange
}: SegmentsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="segments" aria-label={label}>
      {segments.map(segment => (
        <label key={segment.value} className="segments-segment">
          <input
            type="radio"
            name={name}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
          />
          {segment.icon !== undefined && <Icon name={segment.icon} size="s" />}
          {segment.title}
        </label>
      ))}
    </fieldset>
  )
}
