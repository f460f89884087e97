/** A line as its editor shows it: what is typed, or what stands there while nothing is. */
import { useEffect } from 'react'
import { type Standing, standingOf } from '@/canvas/editing/draft'
import { type Line, lineOf } from '@/canvas/editing/line'
import { keyOf } from '@/canvas/editing/places'
import { unmounted } from '@/canvas/editing/typing'
import { useGraph, useScreen, useWorkspace } from '@/workspace/hooks'
import type { Editing } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

export interface Typed {
  readonly workspace: Workspace
  /** Null when what it stands in is not there any more. */
  readonly line: Line | null
  readonly standing: Standing
}

export function useTyping(editing: Editing): Typed {
  const workspace = useWorkspace()
  const key = keyOf(editing)
  useGraph(graph => graph.version)
  const draft = useScreen(({ drafts }) => drafts.get(key))
  const line = lineOf(workspace.graph, editing)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which editing it is
  useEffect(() => () => unmounted(workspace, editing), [workspace, key])
  return { workspace, line, standing: standingOf(draft, line?.now ?? '') }
}
