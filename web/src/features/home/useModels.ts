/** The models as the first page knows them: what the device saw last at once, then the server's. */
import { useCallback, useEffect, useState } from 'react'
import type { Model, ModelChange } from '@/api/http.gen'
import { changeModel, listModels, modelsSeen } from '@/api/models'
import { type Told, toldBy } from '@/api/words'

export interface ModelsKnown {
  readonly state: 'asking' | 'known' | 'away'
  readonly models: readonly Model[]
  /** Why the server's list is not here. */
  readonly told: Told | null
  readonly ask: () => void
  /** Rejects with what the server says against it. */
  readonly change: (slug: string, change: ModelChange) => Promise<Model>
}

interface Known {
  readonly state: ModelsKnown['state']
  readonly models: readonly Model[]
  readonly told: Told | null
}

const AGAIN_MS = 20_000

export function useModels(): ModelsKnown {
  const [known, setKnown] = useState<Known>(() => ({
    state: 'asking',
    models: modelsSeen(),
    told: null
  }))
  const ask = useCallback(() => {
    listModels().then(
      models => setKnown({ state: 'known', models, told: null }),
      (error: unknown) => setKnown(({ models }) => ({ state: 'away', models, told: toldBy(error) }))
    )
  }, [])
  useEffect(() => {
    ask()
    const askWhenSeen = () => {
      if (document.visibilityState === 'visible') ask()
    }
    const timer = setInterval(askWhenSeen, AGAIN_MS)
    const listeners = new AbortController()
    document.addEventListener('visibilitychange', askWhenSeen, { signal: listeners.signal })
    window.addEventListener('online', ask, { signal: listeners.signal })
    return () => {
      clearInterval(timer)
      listeners.abort()
    }
  }, [ask])
  const change = useCallback(async (slug: string, wanted: ModelChange) => {
    const changed = await changeModel(slug, wanted)
    setKnown(({ models, ...rest }) => ({
      ...rest,
      models: models.map(model => (model.slug === slug ? { ...model, ...changed } : model))
    }))
    return changed
  }, [])
  return { ...known, ask, change }
}
