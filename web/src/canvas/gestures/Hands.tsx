/** Pointers and keys on the canvas, and what they are doing; all of it comes after the first picture. */
import { type RefObject, useEffect } from 'react'
import { ComingCard } from '@/canvas/cards/ComingCard'
import { EdgeHint } from '@/canvas/edges/EdgeHint'
import { useEarlyKeys } from '@/canvas/editing/useEarlyKeys'
import { Doings } from '@/canvas/gestures/Doings'
import { type Pointers, usePointers } from '@/canvas/gestures/usePointers'
import { type Keys, useKeys } from '@/canvas/keys/useKeys'

/** What the pane does with what happens on it. */
export type Handlers = Omit<Pointers, 'hand'> & Keys

interface HandsProps {
  readonly root: RefObject<HTMLElement | null>
  readonly onReady: (handlers: Handlers) => void
}

export function Hands({ root, onReady }: HandsProps) {
  const { hand, ...pointers } = usePointers(root)
  const keys = useKeys(hand)
  useEarlyKeys()
  // biome-ignore lint/correctness/useExhaustiveDependencies: of one hand both are the same for ever
  useEffect(() => onReady({ ...pointers, ...keys }), [hand, onReady])
  return (
    <>
      <Doings />
      <ComingCard />
      <EdgeHint />
    </>
  )
}
