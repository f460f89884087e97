/** Everything of others that lies over the canvas; a child of React Flow. */
import { Following } from './Following'
import { Pointers } from './Pointers'
import { useWhereIAm } from './useWhereIAm'

export function PresenceOverlay() {
  useWhereIAm()
  return (
    <>
      <Pointers />
      <Following />
    </>
  )
}
