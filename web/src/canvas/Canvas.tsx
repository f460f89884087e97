/** The canvas: what is modelled, drawn and drawn on. */
import { ReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/base.css'

export function Canvas() {
  return <ReactFlow nodes={[]} edges={[]} />
}
