/** The import: a text, what becomes of it, and the word that brings it in. */
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { Model, Task } from '@/api/http.gen'
import { listModels, modelsSeen } from '@/api/models'
import { Bar, BarSpace } from '@/ui/Bar'
import { Button } from '@/ui/Button'
import { FileButton } from '@/ui/FileButton'
import { Logo } from '@/ui/Logo'
import { PageDrop } from '@/ui/PageDrop'
import { Waiting } from '@/ui/Waiting'
import { Review } from './Review'
import { aboutText, counted } from './summary'
import { TextBox } from './TextBox'
import { useImport } from './useImport'

interface ImportingProps {
  /** The person's menu. */
  readonly person: ReactNode
  /** It is in, in the model of this slug. */
  readonly onDone: (slug: string) => void
}

export function Importing({ person, onDone }: ImportingProps) {
  const { draft, stage, type, take, read, back, done } = useImport()
  const models = useOpenModels()
  const finish = (slug: string) => {
    done()
    onDone(slug)
  }
  return (
    <>
      <Bar>
        <Link href="/" className="bar-logo" aria-label="SchemaOS, all models" title="All models">
          <Logo />
        </Link>
        <b className="bar-title">Import</b>
        <span className="bar-about">
          {stage.stage === 'review' && aboutText(draft.fileName, stage.preview)}
        </span>
        <BarSpace />
        {stage.stage === 'review' && (
          <>
            <Button look="ghost" onClick={back}>
              Back to the text
            </Button>
            <FileButton look="ghost" onFile={take}>
              Choose another file
            </FileButton>
          </>
        )}
        {person}
      </Bar>
      {stage.stage === 'typing' && (
        <TextBox
          text={draft.text}
          fileName={draft.fileName}
          told={stage.told}
          isCut={stage.isCut}
          onType={type}
          onFile={take}
          onRead={read}
        />
      )}
      {stage.stage === 'reading' && (
        <Reading task={stage.task} length={draft.text.length} onStop={back} />
      )}
      {stage.stage === 'review' && (
        <Review preview={stage.preview} draft={draft} models={models} onDone={finish} />
      )}
      <PageDrop
        says="Drop a file to read it"
        onDrop={dropped => take('file' in dropped ? dropped.file : dropped.text)}
      />
    </>
  )
}

interface ReadingProps {
  readonly task: Task | null
  readonly length: number
  readonly onStop: () => void
}

function Reading({ task, length, onStop }: ReadingProps) {
  return (
    <main className="text-box-reading">
      <Waiting done={task?.done ?? 0} total={task?.total ?? null} afterMs={300}>
        {task?.says ?? `Reading ${counted(length)} characters`}
      </Waiting>
      <Button look="ghost" onClick={onStop}>
        Back to the text
      </Button>
    </main>
  )
}

/** The models that something can be brought into. */
function useOpenModels(): readonly Model[] {
  const [models, setModels] = useState(modelsSeen)
  useEffect(() => {
    const run = new AbortController()
    listModels(run.signal).then(setModels, () => undefined)
    return () => run.abort()
  }, [])
  return models.filter(({ archived }) => !archived)
}
