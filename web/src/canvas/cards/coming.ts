/** Where a card that is to come will stand. */
import type { Box } from '@/canvas/scene/box'
import { EMPTY_FRAME } from '@/canvas/scene/ground'
import type { NewCard } from '@/workspace/screen'

const USUAL = { w: 232, h: 41 } as const

export function boxOf({ kind, position: { x, y, w, h } }: NewCard): Box {
  const usual = kind === 'context' ? EMPTY_FRAME : USUAL
  return { x, y, w: w ?? usual.w, h: h ?? usual.h }
}
