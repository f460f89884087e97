/** Pointers of the page as the hand understands them. */
import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useMemo } from 'react'
import { useDesk } from '@/canvas/flow/hooks'
import { toCanvas } from '@/canvas/flow/view'
import { BorderPan } from '@/canvas/gestures/borderPan'
import { openMenu } from '@/canvas/gestures/clicks'
import type { Desk } from '@/canvas/gestures/desk'
import { tellDropped } from '@/canvas/gestures/dropped'
import { Hand } from '@/canvas/gestures/hand'
import { type Hit, NOTHING } from '@/canvas/gestures/hit'
import type { Pointer } from '@/canvas/gestures/pointer'
import { isTyping } from '@/canvas/gestures/typing'
import { hitAt } from '@/canvas/gestures/where'

type Mouse = Pick<MouseEvent, 'clientX' | 'clientY' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>

export interface Pointers {
  readonly hand: Hand
  readonly onPointerDown: (event: ReactPointerEvent) => void
  readonly onPointerMove: (event: ReactPointerEvent) => void
  readonly onPointerUp: (event: ReactPointerEvent) => void
  readonly onPointerCancel: () => void
  readonly onPointerLeave: () => void
  readonly onDoubleClick: (event: React.MouseEvent) => void
  readonly onContextMenu: (event: React.MouseEvent) => void
}

/** `root` is the pane, which has the keys when something on it is pressed. */
export function usePointers(root: RefObject<HTMLElement | null>): Pointers {
  const desk = useDesk()
  const hand = useMemo(() => new Hand(desk), [desk])
  useEffect(
    () => desk.workspace.graph.subscribe(() => tellDropped(desk, hand.drop())),
    [desk, hand]
  )
  return useMemo(() => handlers(desk, hand, root), [desk, hand, root])
}

function handlers(desk: Desk, hand: Hand, root: RefObject<HTMLElement | null>): Pointers {
  const border = new BorderPan(desk)
  const pointerOf = (event: Mouse, target: EventTarget | null) => read(desk, root, event, target)
  return {
    hand,
    onPointerDown(event) {
      if (event.button !== 0 || isTyping(event.target)) return
      root.current?.focus({ preventScroll: true })
      hand.press(pointerOf(event, event.target))
    },
    onPointerMove(event) {
      const under = hand.isBusy ? elementUnder(event) : event.target
      const pointer = pointerOf(event, under)
      if (!hand.isBusy) hover(desk, pointer.hit)
      hand.move(pointer)
      if (desk.hand.getState().doing.doing === 'nothing') return
      capture(event)
      const mouse = event.nativeEvent
      border.follow(pointer.pane, () => hand.move(pointerOf(mouse, elementUnder(mouse))))
    },
    onPointerUp(event) {
      if (event.button !== 0) return
      border.stop()
      hand.release(pointerOf(event, elementUnder(event)))
      hover(desk, pointerOf(event, elementUnder(event)).hit)
    },
    onPointerCancel() {
      border.stop()
      hand.cancel()
    },
    onPointerLeave: () => hover(desk, NOTHING),
    onDoubleClick(event) {
      if (!isTyping(event.target)) hand.doubleClick(pointerOf(event, event.target))
    },
    onContextMenu(event) {
      if (isTyping(event.target)) return
      event.preventDefault()
      hand.cancel()
      openMenu(desk, pointerOf(event, event.target))
    }
  }
}

function read(
  desk: Desk,
  root: RefObject<HTMLElement | null>,
  event: Mouse,
  target: EventTarget | null
): Pointer {
  const { left = 0, top = 0 } = root.current?.getBoundingClientRect() ?? {}
  const pane = { x: event.clientX - left, y: event.clientY - top }
  return {
    screen: { x: event.clientX, y: event.clientY },
    pane,
    at: toCanvas(desk.stage.view, pane),
    hit: hitAt(desk, pane, target instanceof Element ? target : null),
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey || event.metaKey
  }
}

/** A captured pointer tells who has it, not what it is over. */
function elementUnder({ clientX, clientY }: Mouse): Element | null {
  return document.elementFromPoint(clientX, clientY)
}

function capture({ currentTarget, pointerId }: ReactPointerEvent): void {
  if (!currentTarget.hasPointerCapture(pointerId)) currentTarget.setPointerCapture(pointerId)
}

function hover({ hand }: Desk, hit: Hit): void {
  const { hover: former } = hand.getState()
  if (!isSameHit(former, hit)) hand.setState({ hover: hit })
}

function isSameHit(one: Hit, other: Hit): boolean {
  if (one.on === 'handle' || other.on === 'handle') return one.on === other.on
  if (one.on === 'nothing' || other.on === 'nothing') return one.on === other.on
  if (one.on === 'card' && other.on === 'card') {
    return one.id === other.id && one.row === other.row && one.part === other.part
  }
  return one.on === other.on && one.id === other.id
}
