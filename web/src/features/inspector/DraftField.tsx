/** One line to type in a form; Enter and leaving write it, Esc does not. */
import { type KeyboardEvent, useRef } from 'react'
import type { Drafted } from '@/canvas/editing/draft'
import { Overtaken } from '@/canvas/editing/Overtaken'
import { TextField } from '@/ui/TextField'
import { useWorkspace } from '@/workspace/hooks'
import { useDraft } from './useDraft'

interface DraftFieldProps {
  readonly label: string
  readonly drafted: Drafted
  readonly placeholder?: string
  readonly isCode?: boolean
  readonly isLocked: boolean
}

export function DraftField({ label, drafted, placeholder, isCode, isLocked }: DraftFieldProps) {
  const workspace = useWorkspace()
  const box = useRef<HTMLInputElement>(null)
  const { standing, isElsewhere, problem, type, finish, leave, drop } = useDraft(drafted)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && finish()) event.currentTarget.blur()
    if (event.key === 'Escape') {
      drop()
      event.currentTarget.blur()
    }
  }
  return (
    <>
      <TextField
        ref={box}
        label={label}
        labelHidden
        problem={problem}
        placeholder={placeholder}
        className={isCode ? 'mono' : ''}
        dir={isCode ? 'ltr' : 'auto'}
        spellCheck={false}
        readOnly={isLocked}
        value={standing.text}
        onChange={type}
        onKeyDown={onKeyDown}
        onBlur={leave}
      />
      {standing.standing === 'overtaken' && !isElsewhere && (
        <div className="inspector-overtaken">
          <Overtaken workspace={workspace} line={drafted} input={box} {...standing} />
        </div>
      )}
    </>
  )
}
