/** Frames while something moves: how long from one to the next, as a person sees it. */
import type { Page } from '@playwright/test'

export interface Frames {
  readonly p50: number
  readonly p95: number
  readonly count: number
}

/** Measure the frames while `work` goes on. */
export async function framesOf(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const frames: number[] = []
    let last: number | null = null
    let isOver = false
    const count = (now: number) => {
      if (last !== null) frames.push(now - last)
      last = now
      if (!isOver) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    const endFrames = () => {
      isOver = true
      return frames
    }
    Object.assign(window, { endFrames })
  })
  await work()
  const frames: number[] = await page.evaluate('endFrames()')
  return { p50: percentile(frames, 0.5), p95: percentile(frames, 0.95), count: frames.length }
}

/** Wait until frames come one by one for a while, and nothing big goes on between them. */
export async function rest(page: Page, least = 400, most = 8000): Promise<void> {
  await page.evaluate(
    ([quiet, limit]) =>
      new Promise<void>(done => {
        const began = performance.now()
        let [last, since] = [began, began]
        const look = (now: number) => {
          if (now - last > 40) since = now
          last = now
          if (now - since > quiet || now - began > limit) done()
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    [least, most] as const
  )
}

export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
