/**
 * What an element is, for people: all of the text is written at once, at rest or when it is left.
 *
 * Two people who write at once both keep their words: they are put together when mine are written.
 */
import { useEffect } from 'react'
import { chosenMine, type Drafted } from '@/canvas/editing/draft'
import { draftOf, keepDraft } from '@/canvas/editing/typing'
import { merge } from '@/model/text'
import { TextArea } from '@/ui/TextArea'
import { useWorkspace } from '@/workspace/hooks'
import type { Workspace } from '@/workspace/workspace'
import { useDraft } from './useDraft'

interface DocFieldProps {
  readonly drafted: Drafted
  readonly isLocked: boolean
}

const REST_MS = 4_000

export function DocField({ drafted, isLocked }: DocFieldProps) {
  const workspace = useWorkspace()
  const { standing, problem, type, finish, leave, drop } = useDraft(drafted)
  const { text } = standing
  const isTyped = standing.standing !== 'untouched'
  // biome-ignore lint/correctness/useExhaustiveDependencies: every letter begins the rest anew
  useEffect(() => {
    if (!isTyped) return
    const resting = setTimeout(() => {
      if (putTogether(workspace, drafted) === 'same') finish()
    }, REST_MS)
    return () => clearTimeout(resting)
  }, [text, isTyped])
  return (
    <TextArea
      label="Documentation"
      labelHidden
      className="inspector-doc"
      placeholder={
        isLocked ? 'Nothing is written yet.' : 'What is it, in the words of those who use it?'
      }
      problem={problem}
      readOnly={isLocked}
      value={text}
      onChange={type}
      onBlur={() => {
        putTogether(workspace, drafted)
        leave()
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        drop()
        event.currentTarget.blur()
      }}
    />
  )
}

/** Take what another wrote meanwhile into the draft; `same` when nobody did. */
function putTogether(workspace: Workspace, { key, now }: Drafted): 'same' | 'merged' {
  const draft = draftOf(workspace, key)
  if (draft === undefined || draft.base === now) return 'same'
  const text = merge(draft.base, draft.text, now)
  keepDraft(workspace, key, chosenMine({ text, base: draft.base }, now))
  return 'merged'
}
