/** Frames while something moves: how long from one to the next, as a person sees it. */
import type { Page } from '@playwright/test'

export interface Frames {
  readonly p50: number
  readonly p95: number
}

/** Measure the frames while `work` goes on. */
export async function framesOf(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const frames: number[] = []
    let last = performance.now()
    let isOver = false
    const count = (now: number) => {
      frames.push(now - last)
      last = now
      if (!isOver) requestAnimationFrame(count)
    }
    requestAnimationFrame(now => {
      last = now
      requestAnimationFrame(count)
    })
    Object.assign(window, {
      endFrames: () => {
        isOver = true
        return frames
      }
    })
  })
  await work()
  const frames: number[] = await page.evaluate('endFrames()')
  return { p50: percentile(frames, 0.5), p95: percentile(frames, 0.95) }
}

export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
