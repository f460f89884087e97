/** Takes files and texts that are dropped anywhere on the page, and says so while they are held over it. */
import { useEffect, useEffectEvent, useState } from 'react'
import './page-drop.css'

export type Dropped = { readonly file: File } | { readonly text: string }

interface PageDropProps {
  /** `Drop a file to read it`. */
  readonly says: string
  readonly onDrop: (dropped: Dropped) => void
}

export function PageDrop({ says, onDrop }: PageDropProps) {
  const [isOver, setOver] = useState(false)
  const take = useEffectEvent(onDrop)
  useEffect(() => {
    const listeners = new AbortController()
    const { signal } = listeners
    const over = (event: DragEvent) => {
      if (!isTakeable(event)) return
      event.preventDefault() // this is what allows the drop
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!isTakeable(event)) return
      event.preventDefault()
      setOver(false)
      const dropped = droppedIn(event)
      if (dropped !== null) take(dropped)
    }
    window.addEventListener('dragenter', over, { signal })
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => listeners.abort()
  }, [])
  if (!isOver) return null
  return (
    <div className="page-drop">
      <p>{says}</p>
    </div>
  )
}

/** Files and texts from elsewhere; what is dragged within the page is its own. */
function isTakeable({ dataTransfer }: DragEvent): boolean {
  const types = dataTransfer?.types ?? []
  return types.includes('Files') || types.includes('text/plain')
}

function droppedIn({ dataTransfer }: DragEvent): Dropped | null {
  const file = dataTransfer?.files[0]
  if (file !== undefined) return { file }
  const text = dataTransfer?.getData('text/plain') ?? ''
  return text.trim() === '' ? null : { text }
}
