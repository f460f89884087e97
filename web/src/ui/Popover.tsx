/** Something that floats over the page beside its anchor until Esc, a click elsewhere, or a scroll. */
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef
} from 'react'
import { type Box, boxAt, type Point, placeBeside } from '@/ui/place'
import './popover.css'

/** An element, or a point of the window. */
type Anchor = RefObject<HTMLElement | null> | Point

interface PopoverProps {
  readonly anchor: Anchor
  readonly side?: 'start' | 'end'
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Popover({ anchor, side = 'start', onClose, children }: PopoverProps) {
  const floating = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = floating.current
    if (element === null) return
    const before = document.activeElement
    element.showPopover()
    const place = () => {
      const { width, height } = element.getBoundingClientRect()
      const screen = { width: window.innerWidth, height: window.innerHeight }
      const { x, y } = placeBeside(boxOf(anchor), { width, height }, { side, screen })
      element.style.left = `${x}px`
      element.style.top = `${y}px`
    }
    place()
    const resizing = new ResizeObserver(place)
    resizing.observe(element)
    return () => {
      resizing.disconnect()
      const heldFocus = element.contains(document.activeElement)
      element.hidePopover()
      if (heldFocus && before instanceof HTMLElement) before.focus()
    }
  }, [anchor, side])
  useDismissal(floating, anchor, onClose)
  return (
    <div className="popover" popover="manual" ref={floating}>
      {children}
    </div>
  )
}

function useDismissal(
  floating: RefObject<HTMLElement | null>,
  anchor: Anchor,
  onClose: () => void
): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const isOutside = ({ target }: Event) =>
      target instanceof Node &&
      !floating.current?.contains(target) &&
      !('current' in anchor && anchor.current?.contains(target))
    const closeOutside = (event: Event) => {
      const isOpen = floating.current?.matches(':popover-open') // giving the focus back is no wish
      if (isOpen && isOutside(event)) close()
    }
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      close()
    }
    const closeNow = () => close()
    const listeners = new AbortController()
    const options = { capture: true, signal: listeners.signal }
    document.addEventListener('pointerdown', closeOutside, options)
    document.addEventListener('focusin', closeOutside, options)
    document.addEventListener('wheel', closeOutside, { ...options, passive: true })
    document.addEventListener('keydown', closeByKey, options)
    window.addEventListener('resize', closeNow, options)
    window.addEventListener('blur', closeNow, { signal: listeners.signal })
    return () => listeners.abort()
  }, [floating, anchor])
}

function boxOf(anchor: Anchor): Box {
  if (!('current' in anchor)) return boxAt(anchor)
  return anchor.current?.getBoundingClientRect() ?? boxAt({ x: 0, y: 0 })
}
