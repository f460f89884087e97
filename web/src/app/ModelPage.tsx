/** A model, open. */
import { useEffect } from 'react'
import type { Me } from '@/api/http.gen'
import { PersonMenu } from '@/app/PersonMenu'
import { useOpened } from '@/app/useOpened'
import { useSignedIn } from '@/app/useSignedIn'
import { Workbench } from '@/app/Workbench'
import { Waiting } from '@/ui/Waiting'
import { usePeople, WorkspaceContext } from '@/workspace/hooks'
import type { Workspace } from '@/workspace/workspace'

interface ModelPageProps {
  readonly slug: string
}

export function ModelPage({ slug }: ModelPageProps) {
  const { me, isUnreachable, rename, refresh } = useSignedIn()
  const workspace = useOpened(slug, me)
  useOtherPerson(workspace, refresh)
  if (me === null || workspace === null) {
    return (
      <Waiting>
        {isUnreachable ? 'The server does not answer; trying again' : 'Opening the model'}
      </Waiting>
    )
  }
  return (
    <WorkspaceContext key={workspace.me.id} value={workspace}>
      <Workbench me={<Mine me={me} onNamed={rename} />} />
    </WorkspaceContext>
  )
}

/** Hear that this browser is somebody else's by now; what waits under the former name is kept. */
function useOtherPerson(workspace: Workspace | null, changed: () => void): void {
  useEffect(() => {
    return workspace?.session.subscribe(event => {
      if (event.event !== 'status') return
      const { status } = event
      const isOther = status.state === 'stopped' && status.cause === 'other-person'
      if (isOther && status.pending === 0) changed()
    })
  }, [workspace, changed])
}

interface MineProps {
  readonly me: Me
  readonly onNamed: (me: Me) => void
}

/** My own menu, in the colour that I have among those who are here. */
function Mine({ me, onNamed }: MineProps) {
  const own = usePeople().find(({ isMe }) => isMe)
  return (
    <PersonMenu me={me} onNamed={onNamed} {...(own === undefined ? {} : { colour: own.colour })} />
  )
}
