/** Several lines to type or paste in. */
import { type ComponentProps, useId } from 'react'
import { belowId, FieldFrame, type Labelled } from '@/ui/FieldFrame'

interface TextAreaProps extends Labelled, Omit<ComponentProps<'textarea'>, 'onChange'> {
  readonly onChange?: (text: string) => void
}

export function TextArea({
  label,
  labelHidden = false,
  hint,
  problem,
  onChange,
  id,
  className = '',
  ...rest
}: TextAreaProps) {
  const own = useId()
  const name = id ?? own
  const isWrong = problem !== undefined
  return (
    <FieldFrame id={name} {...{ label, labelHidden, hint, problem }}>
      <div className={`text-field-box text-field-area ${isWrong ? 'text-field-wrong' : ''}`}>
        <textarea
          dir="auto"
          {...rest}
          id={name}
          className={`text-field-input ${className}`.trimEnd()}
          aria-invalid={isWrong || undefined}
          aria-describedby={belowId(name)}
          onChange={event => onChange?.(event.target.value)}
        />
      </div>
    </FieldFrame>
  )
}
