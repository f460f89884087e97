/** A field line, or an enum value, typed in place: in the language of the model, in its colours. */
import { useId, useRef, useState } from 'react'
import { Below } from '@/canvas/editing/Below'
import { Choices } from '@/canvas/editing/Choices'
import { Inked } from '@/canvas/editing/Inked'
import type { Line } from '@/canvas/editing/line'
import { Overtaken } from '@/canvas/editing/Overtaken'
import { keyOf } from '@/canvas/editing/places'
import { type } from '@/canvas/editing/typing'
import { useBlur } from '@/canvas/editing/useBlur'
import { useChoosing } from '@/canvas/editing/useChoosing'
import { useLineKeys } from '@/canvas/editing/useLineKeys'
import { usePasting } from '@/canvas/editing/usePasting'
import { usePut } from '@/canvas/editing/usePut'
import { useRemark } from '@/canvas/editing/useRemark'
import { useStart } from '@/canvas/editing/useStart'
import { type Typed, useTyping } from '@/canvas/editing/useTyping'
import type { Editing } from '@/workspace/screen'
import './line-editor.css'

interface LineEditorProps {
  /** The line that is there, or the one to come. */
  readonly editing: Extract<Editing, { readonly part: 'line' | 'new line' }>
}

/** Stands in place of the line it edits; the next line begins with an editor of its own. */
export function LineEditor({ editing }: LineEditorProps) {
  return <OpenLine key={keyOf(editing)} editing={editing} />
}

function OpenLine({ editing }: LineEditorProps) {
  const typed = useTyping(editing)
  return typed.line === null ? null : <LineInput {...typed} line={typed.line} />
}

function LineInput({ workspace, line, standing }: Typed & { readonly line: Line }) {
  const root = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState(0)
  const below = useId()
  const { text } = standing
  const { remark, demand } = useRemark(line, text)
  const editor = { workspace, line, input, root, demand }
  const put = usePut(editor)
  const choosing = useChoosing(line, standing, caret, put)
  const onKeyDown = useLineKeys(editor, choosing, put)
  const onBlur = useBlur(editor)
  const onPaste = usePasting(editor)
  useStart(input, 'end')
  const isWrong = remark?.grade === 'problem'
  return (
    <div className={`line-editor line-editor-${line.shape} nodrag nopan`} ref={root}>
      <div className="line-editor-text">
        <Inked text={text} input={input} />
        <input
          ref={input}
          className="line-editor-input"
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          placeholder={line.example}
          role="combobox"
          aria-label={line.label}
          aria-invalid={isWrong}
          aria-autocomplete="list"
          aria-expanded={choosing.choices.length > 0}
          aria-controls={below}
          aria-activedescendant={choosing.active < 0 ? undefined : `${below}-${choosing.active}`}
          aria-describedby={remark === null ? undefined : `${below}-remark`}
          size={Math.max(SHORTEST, text.length + 1)}
          value={text}
          onChange={event => type(workspace, line, event.target.value)}
          onSelect={event => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={onKeyDown}
          onBlur={onBlur}
          onPaste={onPaste}
        />
      </div>
      <Below anchor={root}>
        {remark !== null && (
          <p className={`line-editor-remark line-editor-${remark.grade}`} id={`${below}-remark`}>
            {remark.sentence}
          </p>
        )}
        {standing.standing === 'overtaken' && (
          <Overtaken {...editor} {...standing} onBlur={onBlur} />
        )}
        <Choices id={below} choosing={choosing} />
      </Below>
    </div>
  )
}

const SHORTEST = 6
