/**
 * How much of each card is drawn, by the zoom and by how many cards are in view.
 *
 *     full      zoom from 0.6 on, at most 60 cards in view
 *     names     zoom from 0.4 on, at most 60 cards in view
 *     overview  all else
 *
 * A level that stands is left a little later than it is reached, so that a pan along a border of
 * two levels stays in one of them.
 */
export type Level = 'full' | 'names' | 'overview'

const FULL = 0.6
const NAMES = 0.4
/** A level stands down to this part of its least zoom. */
const SLACK = 0.95
const MOST = 60
/** From the overview the way back needs this many or fewer. */
const FEW = 52

/** The level for a view; `before` is the one that stands, null for a view that begins. */
export function levelOf(zoom: number, visible: () => number, before: Level | null): Level {
  const isNear = before === 'full' || before === 'names'
  if (zoom < (isNear ? NAMES * SLACK : NAMES)) return 'overview'
  if (visible() > (before === 'overview' ? FEW : MOST)) return 'overview'
  return zoom < (before === 'full' ? FULL * SLACK : FULL) ? 'names' : 'full'
}
