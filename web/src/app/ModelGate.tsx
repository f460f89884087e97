/** Stands before a model: shows the page at once, and a sign instead when there is nothing to open. */
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Refusal } from '@/api/client'
import type { Model } from '@/api/http.gen'
import { changeModel, modelAt } from '@/api/models'
import { lineOf, toldBy } from '@/api/words'
import { Sign } from '@/app/Sign'
import { Button } from '@/ui/Button'

interface ModelGateProps {
  readonly slug: string
  readonly children: ReactNode
}

type Gate =
  | { readonly gate: 'open' }
  | { readonly gate: 'unknown' }
  | { readonly gate: 'forbidden'; readonly said: string }
  | { readonly gate: 'archived'; readonly model: Model }

const OPEN: Gate = { gate: 'open' }

export function ModelGate({ slug, children }: ModelGateProps) {
  const [gate, setGate] = useGate(slug)
  switch (gate.gate) {
    case 'open':
      return children
    case 'unknown':
      return (
        <Sign title={`There is no model at /m/${slug}`}>
          <p>It may have been made under another address. The list of models has all of them.</p>
        </Sign>
      )
    case 'forbidden':
      return (
        <Sign title="This model is not open to you">
          <p>{gate.said} Ask somebody who owns it to let you in.</p>
        </Sign>
      )
    case 'archived':
      return <Archived model={gate.model} onTakenOut={() => setGate(OPEN)} />
  }
}

function useGate(slug: string) {
  const [gate, setGate] = useState<Gate>(OPEN)
  useEffect(() => {
    const run = new AbortController()
    modelAt(slug, run.signal).then(
      model => {
        if (model.archived) setGate({ gate: 'archived', model })
      },
      (error: unknown) => {
        if (!run.signal.aborted) setGate(gateAfter(error))
      }
    )
    return () => run.abort()
  }, [slug])
  return [gate, setGate] as const
}

/** Without an answer the page opens with what this device keeps, and says that it is offline. */
function gateAfter(error: unknown): Gate {
  if (!(error instanceof Refusal)) return OPEN
  if (error.status === 404) return { gate: 'unknown' }
  if (error.status === 403) return { gate: 'forbidden', said: lineOf(toldBy(error)) }
  return OPEN
}

interface ArchivedProps {
  readonly model: Model
  readonly onTakenOut: () => void
}

function Archived({ model, onTakenOut }: ArchivedProps) {
  const [said, setSaid] = useState<string>()
  const takeOut = useCallback(() => {
    changeModel(model.slug, { archived: false }).then(onTakenOut, (error: unknown) =>
      setSaid(lineOf(toldBy(error)))
    )
  }, [model, onTakenOut])
  return (
    <Sign
      title={`${model.name} is archived`}
      action={
        <Button look="primary" onClick={takeOut}>
          Take it out again
        </Button>
      }
    >
      <p>Nothing of it is lost. Take it out to go on with it.</p>
      {said !== undefined && <p role="alert">{said}</p>}
    </Sign>
  )
}
