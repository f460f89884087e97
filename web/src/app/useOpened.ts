/**
 * The workspace of a model and a person, from opening it to closing it.
 *
 * Who says another name stays who they are. Who is somebody else by now, since the browser forgot who
 * they were, gets a workspace of their own; what waits to be saved belongs to the former one, which
 * stays open until all of it is saved.
 */
import { useEffect, useState } from 'react'
import type { Me } from '@/api/http.gen'
import { Workspace } from '@/workspace/workspace'

export function useOpened(model: string, me: Me | null): Workspace | null {
  const [workspace, setWorkspace] = useState<Workspace | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const person = usePerson(me, workspace)
  useEffect(() => {
    if (person === null) return
    let isGone = false
    const opening = Workspace.open({ url: window.location.origin, model, me: person })
    opening.then(
      opened => {
        if (!isGone) setWorkspace(opened)
      },
      (error: unknown) => {
        if (!isGone) setFailure(error)
      }
    )
    return () => {
      isGone = true
      void opening.then(
        opened => opened.close(),
        () => undefined
      )
    }
  }, [model, person])
  if (failure !== null) throw failure
  return workspace
}

/** Whose workspace is to be open: mine, as soon as nothing waits in the one that is. */
function usePerson(me: Me | null, workspace: Workspace | null): Me | null {
  const [person, setPerson] = useState(me)
  useEffect(() => {
    if (me === null || workspace === null) {
      setPerson(me)
      return
    }
    if (me.id === workspace.me.id) {
      workspace.rename(me)
      return
    }
    const { session } = workspace
    const take = () => {
      if (session.status.pending === 0) setPerson(me)
    }
    take()
    return session.subscribe(take)
  }, [me, workspace])
  return person
}
