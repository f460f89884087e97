/** The name of a card or a frame, typed in place; Enter goes on to the first line of a new one. */
import { type ChangeEvent, type KeyboardEvent, useRef, useState } from 'react'
import { Below } from '@/canvas/editing/Below'
import type { Standing } from '@/canvas/editing/draft'
import { focusCard, keyed } from '@/canvas/editing/editor'
import { nameIntent } from '@/canvas/editing/keys'
import type { Line } from '@/canvas/editing/line'
import { moveFromName } from '@/canvas/editing/moves'
import { Overtaken } from '@/canvas/editing/Overtaken'
import { type } from '@/canvas/editing/typing'
import { useBlur } from '@/canvas/editing/useBlur'
import { useRemark } from '@/canvas/editing/useRemark'
import { useStart } from '@/canvas/editing/useStart'
import { type Typed, useTyping } from '@/canvas/editing/useTyping'
import type { Editing } from '@/workspace/screen'
import './name-editor.css'

interface NameEditorProps {
  /** The name of what is there, or of what is to come. */
  readonly editing: Extract<Editing, { readonly part: 'name' | 'new card' }>
}

/** Stands in place of the name, in its font. */
export function NameEditor({ editing }: NameEditorProps) {
  const typed = useTyping(editing)
  if (typed.line === null) return null
  return <NameInput key={editing.element} {...typed} line={typed.line} />
}

function NameInput({ workspace, line, standing }: Typed & { readonly line: Line }) {
  const root = useRef<HTMLSpanElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const { remark, demand } = useRemark(line, standing.text)
  const editor = { workspace, line, input, root, demand }
  const onBlur = useBlur(editor)
  const [start] = useState(() => startOf(standing))
  useStart(input, start)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const intent = nameIntent(keyed(event))
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation()
    if (intent === null) return
    event.preventDefault()
    const moved = moveFromName(workspace, line, intent)
    if (moved === 'held') demand()
    if (moved === 'ended') focusCard(editor)
  }
  return (
    <span className="name-editor nodrag nopan" ref={root}>
      <input
        ref={input}
        className="name-editor-input"
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        placeholder={line.example}
        aria-label={line.label}
        aria-invalid={remark !== null}
        value={standing.text}
        onChange={(event: ChangeEvent<HTMLInputElement>) =>
          type(workspace, line, event.target.value)
        }
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <Below anchor={root}>
        {remark !== null && (
          <p className="line-editor-remark line-editor-problem">{remark.sentence}</p>
        )}
        {standing.standing === 'overtaken' && (
          <Overtaken {...editor} {...standing} onBlur={onBlur} />
        )}
      </Below>
    </span>
  )
}

/** What was typed before the editor was there is gone on with. */
function startOf({ standing }: Standing): 'all' | 'end' {
  return standing === 'untouched' ? 'all' : 'end'
}
