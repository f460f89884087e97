/** Where something that floats stands: beside what opened it, and always within the window. */

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Extent {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

const MARGIN = 8
const GAP = 4

/** Below the anchor, on `side` of it, above when there is no room; a point is an anchor of no size. */
export function placeBeside(
  anchor: Box,
  floating: Extent,
  { side, screen }: { readonly side: 'start' | 'end'; readonly screen: Extent }
): Point {
  const x = side === 'start' ? anchor.left : anchor.right - floating.width
  const below = anchor.bottom + GAP
  const above = anchor.top - GAP - floating.height
  const fitsBelow = below + floating.height <= screen.height - MARGIN
  const y = fitsBelow || above < MARGIN ? below : above
  return {
    x: within(x, screen.width - floating.width),
    y: within(y, screen.height - floating.height)
  }
}

export function boxAt({ x, y }: Point): Box {
  return { left: x, top: y, right: x, bottom: y }
}

function within(place: number, most: number): number {
  return Math.max(MARGIN, Math.min(place, most - MARGIN))
}
