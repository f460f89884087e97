/** What floats below a line while it is typed: over every card, and at its own size at any zoom. */
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'

interface BelowProps {
  readonly anchor: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

const GAP = 2

export function Below({ anchor, children }: BelowProps) {
  const floating = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = floating.current
    if (element === null) return
    let frame = 0
    const follow = () => {
      // It closes by itself when its card takes another place among the cards.
      if (element.isConnected && !element.matches(':popover-open')) element.showPopover()
      place(element, anchor.current)
      frame = requestAnimationFrame(follow) // the canvas may be moved or zoomed under it
    }
    follow()
    return () => cancelAnimationFrame(frame)
  }, [anchor])
  return (
    <div className="line-editor-below nowheel" popover="manual" ref={floating}>
      {children}
    </div>
  )
}

function place(element: HTMLElement, anchor: HTMLElement | null): void {
  if (anchor === null) return
  const { left, top, bottom } = anchor.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = element
  const x = Math.max(GAP, Math.min(left, window.innerWidth - offsetWidth - GAP))
  const isRoom = bottom + GAP + offsetHeight <= window.innerHeight
  const y = isRoom ? bottom + GAP : Math.max(GAP, top - GAP - offsetHeight)
  const transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  if (element.style.transform !== transform) element.style.transform = transform
}
