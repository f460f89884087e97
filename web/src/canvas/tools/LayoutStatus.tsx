/** How far a layout is, and the way to stop it. */
import { useHand } from '@/canvas/flow/hooks'
import './layoutStatus.css'

export function LayoutStatus() {
  const waiting = useHand(({ waiting }) => waiting)
  if (waiting === null) return null
  return (
    <div className="layout-status" role="status">
      {waiting.words}
      <button type="button" className="layout-stop" onClick={waiting.cancel}>
        Stop
      </button>
    </div>
  )
}
