/** When a page can be worked with: a card of it was clicked, and is selected. */
import type { Page } from '@playwright/test'

/** In the head of the first card of the fixture, on the canvas. */
const CARD = { x: 48 + 116, y: 72 + 16 }

/** Note on every page to come when something is selected: an outline row or a card says so. */
export async function watchSelection(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = () => {
      const isTaken = document.querySelector('[role="treeitem"][aria-selected="true"]') !== null
      if (!isTaken && document.querySelector('.card-selected') === null) requestAnimationFrame(look)
      else Object.assign(window, { takenAt: performance.now() })
    }
    requestAnimationFrame(look)
  })
}

/** Seconds from going to a page of the fixture until a click on its first card has selected it. */
export async function taken(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' })
  for (;;) {
    const at = await page.evaluate(placeOnScreen, CARD)
    if (at !== null) await page.mouse.click(at.x, at.y)
    const when: number | undefined = await page.evaluate('window.takenAt')
    if (when !== undefined) return when / 1000
  }
}

/** Where a point of the canvas is on the screen; null while there is no canvas. */
function placeOnScreen({ x, y }: { x: number; y: number }): { x: number; y: number } | null {
  const pane = document.querySelector('.react-flow')
  const moved = document.querySelector<HTMLElement>('.react-flow__viewport')
  if (pane === null || moved === null) return null
  const { a: zoom, e: left, f: top } = new DOMMatrix(moved.style.transform)
  const box = pane.getBoundingClientRect()
  const at = { x: box.x + left + x * zoom, y: box.y + top + y * zoom }
  return at.x < box.right && at.y < box.bottom && zoom !== 1 ? at : null
}
