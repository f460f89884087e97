/** The first page: one question, the ways to begin, and the models that are there. */
import { useCallback, useEffect, useState } from 'react'
import type { Me, Model } from '@/api/http.gen'
import { createBlank } from '@/api/models'
import { lineOf, toldBy } from '@/api/words'
import { Banner } from '@/ui/Banner'
import { Button } from '@/ui/Button'
import { PageDrop } from '@/ui/PageDrop'
import { Toasts } from '@/ui/Toasts'
import { type ToastsOfPage, useToasts } from '@/ui/useToasts'
import { Waiting } from '@/ui/Waiting'
import { Doors } from './Doors'
import { ModelList } from './ModelList'
import { looksLikeSchema } from './pasted'
import { Question } from './Question'
import { useModels } from './useModels'
import './home.css'

interface HomeProps {
  /** Null until it is known; then everything is offered, and the server decides. */
  readonly me: Me | null
  readonly onOpen: (slug: string) => void
  /** To the import: with a text or a file, or with nothing yet. */
  readonly onImport: (brought?: File | string) => void
}

export function Home({ me, onOpen, onImport }: HomeProps) {
  const known = useModels()
  const { toasts, tell, dismiss } = useToasts()
  const actions = useModelActions(known.change, tell)
  const making = useMaking(onOpen)
  const mayCreate = me?.may.includes('create') ?? true
  usePasteAnywhere(onImport)
  return (
    <>
      {known.state === 'away' && known.told !== null && (
        <Banner
          tone="warn"
          icon="cloudoff"
          actions={
            <Button size="sm" onClick={known.ask}>
              Try now
            </Button>
          }
        >
          <b>{known.told.fact}</b> {known.models.length > 0 ? SEEN : known.told.remedy}
        </Banner>
      )}
      <main className="home">
        <div className="home-in">
          <Question
            problem={mayCreate ? making.problem : 'You can look at models here, not make them.'}
            isBusy={making.isBusy || !mayCreate}
            onName={making.make}
            onSchema={onImport}
          />
          <Doors
            isBusy={making.isBusy || !mayCreate}
            onImport={() => onImport()}
            onBlank={() => making.make('')}
            onFile={onImport}
          />
          {known.state === 'asking' && known.models.length === 0 ? (
            <Waiting>Reading the list of models</Waiting>
          ) : (
            <ModelList
              models={known.models}
              me={me?.id ?? null}
              mayChange={known.state !== 'away' && (me?.may.includes('archive') ?? true)}
              now={new Date()}
              {...actions}
            />
          )}
        </div>
      </main>
      <PageDrop
        says="Drop a file to read it"
        onDrop={dropped => onImport('file' in dropped ? dropped.file : dropped.text)}
      />
      <Toasts toasts={toasts} onDismiss={dismiss} overPage />
    </>
  )
}

const SEEN = 'These are the models that this device saw last; what is kept of them opens.'
const UNNAMED = 'Untitled model'

function useMaking(onOpen: (slug: string) => void) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const make = (name: string) => {
    setBusy(true)
    setProblem(undefined)
    createBlank(name || UNNAMED)
      .then(
        ({ slug }) => onOpen(slug),
        (error: unknown) => setProblem(lineOf(toldBy(error)))
      )
      .finally(() => setBusy(false))
  }
  return { isBusy, problem, make }
}

function useModelActions(
  change: ReturnType<typeof useModels>['change'],
  tell: ToastsOfPage['tell']
) {
  const done = (model: Model, wanted: Parameters<typeof change>[1], then: () => void) => {
    change(model.slug, wanted).then(then, (error: unknown) =>
      tell({ tone: 'refusal', ...toldBy(error) })
    )
  }
  const onTakeOut = (model: Model) => done(model, { archived: false }, () => undefined)
  return {
    onTakeOut,
    onRename: (model: Model, name: string) => done(model, { name }, () => undefined),
    onArchive: (model: Model) =>
      done(model, { archived: true }, () =>
        tell({
          tone: 'info',
          fact: `${model.name} is archived`,
          remedy: 'Nothing of it is lost.',
          actions: [{ title: 'Undo', run: () => onTakeOut(model) }]
        })
      )
  }
}

/** A schema pasted outside of any field is read, too. */
function usePasteAnywhere(onImport: (text: string) => void): void {
  const paste = useCallback(
    (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (looksLikeSchema(text)) onImport(text)
    },
    [onImport]
  )
  useEffect(() => {
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [paste])
}
