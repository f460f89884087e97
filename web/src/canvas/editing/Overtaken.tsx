/** Somebody wrote where a person is typing: what stands there and what is typed, to choose from. */

import type { FocusEvent, RefObject } from 'react'
import { chosenMine, type Drafted } from '@/canvas/editing/draft'
import { draftOf, dropDraft, finish, keepDraft, overtaken } from '@/canvas/editing/typing'
import { Button } from '@/ui/Button'
import type { Workspace } from '@/workspace/workspace'

interface OvertakenProps {
  readonly workspace: Workspace
  readonly line: Drafted
  readonly input: RefObject<HTMLElement | null>
  readonly text: string
  readonly theirs: string
  readonly onBlur?: (event: FocusEvent) => void
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
