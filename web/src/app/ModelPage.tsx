/** A model, open. */
import { useEffect, useState } from 'react'
import { ask } from '@/api/client'
import type { Me } from '@/api/http.gen'
import { Canvas } from '@/canvas/Canvas'
import { WorkspaceContext } from '@/workspace/hooks'
import { Workspace } from '@/workspace/workspace'

interface ModelPageProps {
  readonly slug: string
}

export function ModelPage({ slug }: ModelPageProps) {
  const workspace = useOpened(slug)
  if (workspace === null) return <p>Opening the model</p>
  return (
    <WorkspaceContext value={workspace}>
      <Canvas />
    </WorkspaceContext>
  )
}

function useOpened(model: string): Workspace | null {
  const [workspace, setWorkspace] = useState<Workspace | null>(null)
  useEffect(() => {
    let isGone = false
    const opening = ask<Me>('/api/me').then(me =>
      Workspace.open({ url: window.location.origin, model, me })
    )
    opening.then(
      opened => {
        if (!isGone) setWorkspace(opened)
      },
      () => undefined
    )
    return () => {
      isGone = true
      void opening.then(opened => opened.close())
    }
  }, [model])
  return workspace
}
