/** Canvases to paint on: as sharp as the screen, painted at most once in each of its frames. */
import { type RefObject, useEffect, useState } from 'react'

/** Make a pen in pixels of the page; null where the browser gives none. */
export function penOn(
  canvas: HTMLCanvasElement,
  width: number,
  height: number
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
  }
  const pen = canvas.getContext('2d')
  pen?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return pen
}

/** `paint` must be the same function for the same picture; another one is painted at once. */
export function usePainting(
  canvas: RefObject<HTMLCanvasElement | null>,
  paint: (canvas: HTMLCanvasElement) => void,
  follow: (wish: () => void) => () => void
): void {
  const [frames] = useState(() => ({ asked: 0 }))
  useEffect(() => {
    const wish = () => {
      frames.asked ||= requestAnimationFrame(() => {
        frames.asked = 0
        if (canvas.current !== null) paint(canvas.current)
      })
    }
    wish()
    const { fonts } = document
    fonts.addEventListener('loadingdone', wish) // a canvas keeps the letters it was painted with
    const leave = follow(wish)
    return () => {
      fonts.removeEventListener('loadingdone', wish)
      leave()
      cancelAnimationFrame(frames.asked)
      frames.asked = 0
    }
  }, [canvas, paint, follow, frames])
}
