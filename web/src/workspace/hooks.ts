/** What a component asks of the open model; it renders again when the answer is another. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Element } from '@/model/graph'
import type { Status } from '@/sync/status'
import type { Chapter } from '@/workspace/commits'
import type { Problems, Report } from '@/workspace/findings'
import type { Halo } from '@/workspace/halos'
import type { Here, Peer, Topic } from '@/workspace/presence'
import type { Screen } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

export const WorkspaceContext = createContext<Workspace | null>(null)

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (workspace === null) throw new Error('there is no open model around this component')
  return workspace
}

/** A part of the screen's state; `selector` must give the same object for the same state. */
export function useScreen<Part>(selector: (screen: Screen) => Part): Part {
  return useStore(useWorkspace().screen, selector)
}

/** What stands in an element, in order. */
export function useChildren(id: string | null): readonly Element[] {
  return useGraph(graph => graph.children(id))
}

/** Anything read off the graph; `selector` must give the same object for the same graph. */
export function useGraph<Part>(selector: (graph: Workspace['graph']) => Part): Part {
  const { graph } = useWorkspace()
  const subscribe = useCallback((changed: () => void) => graph.subscribe(changed), [graph])
  return useSyncExternalStore(subscribe, () => selector(graph))
}

/** "Saved", "saving", "offline" and how much is kept here. */
export function useStatus(): Status {
  const { session } = useWorkspace()
  const subscribe = useCallback(
    (changed: () => void) =>
      session.subscribe(({ event }) => {
        if (event === 'status') changed()
      }),
    [session]
  )
  return useSyncExternalStore(subscribe, () => session.status)
}

/** Everybody who is here, me last. */
export function usePeople(): readonly Here[] {
  const { presence } = useWorkspace()
  return useSyncExternalStore(useTopic('people'), () => presence.people)
}

/** Who has an element selected, or types in it. */
export function usePeersOf(element: string): readonly Halo[] {
  const { presence } = useWorkspace()
  return useSyncExternalStore(useTopic('halos'), () => presence.peersOf(element))
}

/** The tabs whose pointer is on the canvas; where they are is another matter, and moves. */
export function usePointers(): readonly Peer[] {
  const { presence } = useWorkspace()
  return useSyncExternalStore(useTopic('pointers'), () => presence.pointers)
}

function useTopic(topic: Topic): (changed: () => void) => () => void {
  const { presence } = useWorkspace()
  return useCallback((changed: () => void) => presence.subscribe(topic, changed), [presence, topic])
}

/** What is wrong with an element or in it; null when all is well. */
export function useProblems(element: string): Problems | null {
  const { findings } = useWorkspace()
  const subscribe = useCallback((changed: () => void) => findings.subscribe(changed), [findings])
  return useSyncExternalStore(subscribe, () => findings.problemsOf(element))
}

/** Everything the rules find. */
export function useFindings(): Report {
  const { findings } = useWorkspace()
  const subscribe = useCallback((changed: () => void) => findings.subscribe(changed), [findings])
  return useSyncExternalStore(subscribe, () => findings.report)
}

/** The commits of the model; they are kept up to date while somebody looks. */
export function useCommits(): Chapter {
  const { commits } = useWorkspace()
  const subscribe = useCallback((changed: () => void) => commits.subscribe(changed), [commits])
  return useSyncExternalStore(subscribe, () => commits.chapter)
}
