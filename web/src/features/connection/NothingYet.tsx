/** In place of a model that this device has nothing of yet: what is waited for. */
import { Empty } from '@/ui/Empty'
import { Waiting } from '@/ui/Waiting'
import { useGraph, useStatus } from '@/workspace/hooks'
import './nothing-yet.css'

export function NothingYet() {
  const isHere = useGraph(graph => graph.modelId !== null)
  const { state } = useStatus()
  if (isHere) return null
  return (
    <div className="nothing-yet">
      {state === 'offline' ? (
        <Empty title="This model is not on this device yet">
          <p>It is fetched as soon as the connection is back.</p>
        </Empty>
      ) : (
        <Waiting>Loading the model</Waiting>
      )}
    </div>
  )
}
