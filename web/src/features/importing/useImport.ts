/**
 * An import on its way: typed or dropped, read by the server, looked at.
 *
 *     typing ──read──> reading ──> review ──> brought in
 *       ^────── refused, or the connection is cut ──┘  the text stays, and is kept on this device
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { Refusal } from '@/api/client'
import type { ImportPreview, ImportText, Task } from '@/api/http.gen'
import { previewImport } from '@/api/imports'
import { type Told, toldBy } from '@/api/words'
import { brought, putDown } from './brought'
import { type Draft, dropDraft, keepDraft, keptDraft } from './draft'
import { isUnreadable, readFile } from './reading'

type Stage =
  | { readonly stage: 'typing'; readonly told: Told | null; readonly isCut: boolean }
  | { readonly stage: 'reading'; readonly task: Task | null }
  | { readonly stage: 'review'; readonly preview: ImportPreview }

export interface ImportOnItsWay {
  readonly draft: Draft
  readonly stage: Stage
  readonly type: (text: string) => void
  readonly take: (thing: File | string) => void
  readonly read: () => void
  /** Back to the text, which stays. */
  readonly back: () => void
  /** It is in. */
  readonly done: () => void
}

const NOTHING: Draft = { text: '', fileName: null, wasRead: false }
const TYPING: Stage = { stage: 'typing', told: null, isCut: false }

export function useImport(): ImportOnItsWay {
  const [draft, setDraft] = useState(NOTHING)
  const [stage, setStage] = useState<Stage>(TYPING)
  const running = useRef<AbortController>(null)
  const read = useCallback((wanted: Draft) => {
    running.current?.abort()
    const run = new AbortController()
    running.current = run
    const { signal } = run
    const kept = { ...wanted, wasRead: true }
    setDraft(kept)
    setStage({ stage: 'reading', task: null })
    const watch = (task: Task) => signal.aborted || setStage({ stage: 'reading', task })
    void keepDraft(kept)
    previewImport(asked(kept), { watch, signal }).then(
      preview => signal.aborted || setStage({ stage: 'review', preview }),
      (error: unknown) => signal.aborted || setStage(stageAfter(error))
    )
  }, [])
  const back = useCallback((told: Told | null = null) => {
    running.current?.abort()
    setStage({ stage: 'typing', told, isCut: false })
  }, [])
  const take = useCallback(
    async (thing: File | string) => {
      if (typeof thing === 'string') return read({ ...NOTHING, text: thing })
      const file = await readFile(thing)
      if (isUnreadable(file)) back({ fact: file.unreadable })
      else read({ ...file, wasRead: true })
    },
    [read, back]
  )
  useEffect(() => () => running.current?.abort(), [])
  useBeginning({ take, read, setDraft })
  const type = (text: string) => {
    putDown() // what is typed is what one comes back to
    const typed = { text, fileName: text === '' ? null : draft.fileName, wasRead: false }
    setDraft(typed)
    void keepDraft(typed)
  }
  return {
    draft,
    stage,
    type,
    take: useCallback(
      (thing: File | string) => {
        putDown()
        void take(thing)
      },
      [take]
    ),
    read: () => read(draft),
    back: () => back(),
    done: () => {
      putDown()
      void dropDraft()
    }
  }
}

interface Beginnings {
  readonly take: (thing: File | string) => Promise<void>
  readonly read: (draft: Draft) => void
  readonly setDraft: (draft: Draft) => void
}

/** With what was brought from another page, else with what this tab kept. */
function useBeginning({ take, read, setDraft }: Beginnings): void {
  useEffect(() => {
    let isGone = false
    const thing = brought()
    if (thing !== null) {
      void take(thing)
    } else {
      void keptDraft().then(kept => {
        if (kept === null || isGone) return
        if (kept.wasRead) read(kept)
        else setDraft(kept)
      })
    }
    return () => {
      isGone = true
    }
  }, [take, read, setDraft])
}

/** The text as the server is asked about it. */
export function asked({ text, fileName }: Draft): ImportText {
  return { text, filename: fileName }
}

function stageAfter(error: unknown): Stage {
  return { stage: 'typing', told: toldBy(error), isCut: !(error instanceof Refusal) }
}
