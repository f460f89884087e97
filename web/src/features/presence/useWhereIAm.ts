/** Tell others where my pointer is on the canvas, and what I see of it. */
import { useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import { useWorkspace } from '@/workspace/hooks'

/** Milliseconds between two words; the session sends them no faster. */
const PAUSE = 50

export function useWhereIAm(): void {
  usePointing()
  useLooking()
}

function usePointing(): void {
  const { presence } = useWorkspace()
  const flow = useStoreApi()
  useEffect(() => {
    const canvas = flow.getState().domNode
    if (canvas === null) return
    const point = paced((event: PointerEvent | null) => {
      presence.pointAt(event === null ? null : placeOf(event, canvas, flow.getState().transform))
    })
    const move = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') point.later(event)
    }
    const leave = () => point.now(null)
    const hide = () => {
      if (document.hidden) leave()
    }
    canvas.addEventListener('pointermove', move, { passive: true })
    canvas.addEventListener('pointerleave', leave)
    document.addEventListener('visibilitychange', hide)
    return () => {
      canvas.removeEventListener('pointermove', move)
      canvas.removeEventListener('pointerleave', leave)
      document.removeEventListener('visibilitychange', hide)
      leave()
    }
  }, [flow, presence])
}

function useLooking(): void {
  const { presence } = useWorkspace()
  const flow = useStoreApi()
  useEffect(() => {
    let told: unknown = null
    const look = paced(() => {
      const { transform, width, height } = flow.getState()
      const [x, y, zoom] = transform
      if (width === 0 || height === 0) return
      presence.look({ x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom, zoom })
    })
    const hear = () => {
      const { transform } = flow.getState()
      if (transform === told) return
      told = transform
      look.later(undefined)
    }
    hear()
    const end = flow.subscribe(hear)
    return () => {
      end()
      look.cancel()
    }
  }, [flow, presence])
}

function placeOf(
  { clientX, clientY }: PointerEvent,
  canvas: HTMLElement,
  [left, top, zoom]: readonly [number, number, number]
) {
  const box = canvas.getBoundingClientRect()
  return { x: (clientX - box.left - left) / zoom, y: (clientY - box.top - top) / zoom }
}

/** Do something with what came last, at most so often. */
function paced<Given>(work: (given: Given) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: { readonly given: Given } | null = null
  const cancel = () => {
    clearTimeout(timer)
    timer = undefined
    latest = null
  }
  const later = (given: Given) => {
    latest = { given }
    timer ??= setTimeout(() => {
      const last = latest
      cancel()
      if (last !== null) work(last.given)
    }, PAUSE)
  }
  const now = (given: Given) => {
    cancel()
    work(given)
  }
  return { later, now, cancel }
}
