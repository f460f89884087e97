/** What the parts of the canvas ask of it. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Picture } from '@/canvas/flow/stage'
import type { Desk } from '@/canvas/gestures/desk'
import type { HandState } from '@/canvas/gestures/doing'

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('there is no canvas around this component')
  return desk
}

/** A part of the picture; `selector` must give the same object for the same picture. */
export function usePicture<Part>(selector: (picture: Picture) => Part): Part {
  return useStore(useDesk().stage.picture, selector)
}

/** A part of what the hand does. */
export function useHand<Part>(selector: (hand: HandState) => Part): Part {
  return useStore(useDesk().hand, selector)
}
