/** Somebody wrote where a person is typing: what stands there and what is typed, to choose from. */

import type { FocusEvent } from 'react'
import { chosenMine } from '@/canvas/editing/draft'
import type { Editor } from '@/canvas/editing/editor'
import { draftOf, dropDraft, finish, keepDraft, overtaken } from '@/canvas/editing/typing'
import { Button } from '@/ui/Button'

interface OvertakenProps extends Editor {
  readonly text: string
  readonly theirs: string
  readonly onBlur: (event: FocusEvent) => void
}

export function Overtaken({ workspace, line, input, text, theirs, onBlur }: OvertakenProps) {
  const takeTheirs = () => {
    dropDraft(workspace, line.key)
    input.current?.focus()
  }
  const takeMine = () => {
    const draft = draftOf(workspace, line.key)
    if (draft !== undefined) keepDraft(workspace, line.key, chosenMine(draft, line.now))
    finish(workspace, line)
    input.current?.focus()
  }
  return (
    <div className="line-editor-overtaken" role="alert">
      <p>{overtaken(line)} Both are kept: choose one.</p>
      <Button size="sm" onBlur={onBlur} onClick={takeMine}>
        Mine: <bdi className="line-editor-version">{text}</bdi>
      </Button>
      <Button size="sm" onBlur={onBlur} onClick={takeTheirs}>
        Theirs: <bdi className="line-editor-version">{theirs}</bdi>
      </Button>
    </div>
  )
}
