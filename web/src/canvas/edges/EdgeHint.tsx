/** What the edge under the pointer says, as a sentence beside the pointer. */
import { useEffect, useRef } from 'react'
import { sentenceOf } from '@/canvas/edges/wording'
import { useDesk, useHand } from '@/canvas/flow/hooks'
import './edgeHint.css'

export function EdgeHint() {
  const { stage, workspace } = useDesk()
  const id = useHand(({ hover, doing }) =>
    hover.on === 'edge' && doing.doing === 'nothing' ? hover.id : null
  )
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => (id === null ? undefined : following(root.current)), [id])
  const edge = id === null ? undefined : stage.scene.edges.get(id)
  if (edge === undefined) return null
  const nameOf = (card: string) => workspace.graph.get(card)?.name ?? ''
  return (
    <div className="edge-hint" ref={root} role="tooltip" dir="auto">
      {sentenceOf(edge, { source: nameOf(edge.source), target: nameOf(edge.target) })}
    </div>
  )
}

/** Keep beside the pointer; returns how to stop. */
function following(hint: HTMLElement | null): () => void {
  const pane = hint?.parentElement
  const follow = ({ clientX, clientY }: PointerEvent) => {
    if (!hint || !pane) return
    const { left, top } = pane.getBoundingClientRect()
    hint.style.transform = `translate(${clientX - left + 14}px,${clientY - top + 18}px)`
    hint.style.opacity = '1'
  }
  window.addEventListener('pointermove', follow)
  return () => window.removeEventListener('pointermove', follow)
}
