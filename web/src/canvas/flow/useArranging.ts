/** After an import the one who imported has the new cards laid out, once: `?arrange=new`. */
import { useEffect } from 'react'
import { modelAt } from '@/api/models'
import { canEdit, type Desk } from '@/canvas/gestures/desk'

const WISH = 'arrange'

export function useArranging(desk: Desk): void {
  useEffect(() => {
    if (!new URLSearchParams(window.location.search).has(WISH)) return
    const { workspace, stage } = desk
    let isDone = false
    const begin = () => {
      const { state } = workspace.session.status
      if (isDone || state !== 'live' || stage.scene.cards.size === 0 || !canEdit(desk)) return
      isDone = true
      forget()
      void arrange(desk)
    }
    begin()
    const leave = workspace.session.subscribe(begin)
    return () => {
      isDone = true
      leave()
    }
  }, [desk])
}

/** What has no place gets one; in a model that is nothing but its import, every card. */
async function arrange(desk: Desk): Promise<void> {
  const { stage, camera } = desk
  const { layOutCards, unplaced } = await import('@/canvas/flow/layingOut')
  const fresh = unplaced(desk)
  const ids = (await isFirstCommit(desk)) ? [...stage.scene.cards.keys()] : fresh
  if (ids.length === 0) return
  await layOutCards(desk, ids, 'model')
  camera.fit(stage.scene.bounds)
}

async function isFirstCommit({ workspace }: Desk): Promise<boolean> {
  try {
    return (await modelAt(workspace.slug)).tx <= 1
  } catch {
    return false // it stands as the import has put it
  }
}

/** A reload shall not do it again. */
function forget(): void {
  const { location, history } = window
  const asked = new URLSearchParams(location.search)
  asked.delete(WISH)
  const rest = asked.size > 0 ? `?${asked}` : ''
  history.replaceState(history.state, '', `${location.pathname}${rest}${location.hash}`)
}
