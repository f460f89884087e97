/** The keyboard on the canvas: tools, actions, moving, walking; Esc always leads back. */
import { type FocusEvent, type KeyboardEvent, useEffect, useMemo } from 'react'
import { useDesk } from '@/canvas/flow/hooks'
import { canEdit, type Desk } from '@/canvas/gestures/desk'
import type { Hand } from '@/canvas/gestures/hand'
import { Nudging } from '@/canvas/gestures/nudging'
import { isTyping } from '@/canvas/gestures/typing'
import { chosenCards } from '@/canvas/keys/actions'
import { actionOf } from '@/canvas/keys/keymap'
import { nextCard } from '@/canvas/keys/walking'
import { type Point, STEP } from '@/canvas/scene/box'

export interface Keys {
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onKeyUp: (event: KeyboardEvent) => void
  readonly onBlur: (event: FocusEvent) => void
  readonly onFocus: (event: FocusEvent) => void
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP }
}
const FAR = 10
/** By themselves they mean nothing, and end nothing. */
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta'])

export function useKeys(hand: Hand): Keys {
  const desk = useDesk()
  const nudging = useMemo(() => new Nudging(desk), [desk])
  useEffect(() => () => nudging.settle(), [nudging])
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const isNowhere = event.target === document.body && !ELSEWHERE.has(event.key)
      if (isFind(event)) desk.workspace.show({ isFinding: true })
      else if (!isNowhere || !taken(desk, hand, nudging, event)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [desk, hand, nudging])
  return useMemo(() => keysOf(desk, hand, nudging), [desk, hand, nudging])
}

/** Without the focus these are the page's own: the way into it, and the hand that is held. */
const ELSEWHERE: ReadonlySet<string> = new Set(['Tab', ' '])

type Press = Pick<
  globalThis.KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'
>

function isFind({ ctrlKey, metaKey, altKey, key }: Press): boolean {
  return (ctrlKey || metaKey) && !altKey && key === 'f'
}

function keysOf(desk: Desk, hand: Hand, nudging: Nudging): Keys {
  const letGo = () => desk.hand.setState({ isPanning: false })
  return {
    onKeyDown(event) {
      if (isTyping(event.target) || event.nativeEvent.isComposing) return
      const isTaken = event.key === 'Tab' ? walk(desk, event) : taken(desk, hand, nudging, event)
      if (isTaken) event.preventDefault()
    },
    onKeyUp(event) {
      if (event.key === ' ') letGo()
    },
    onBlur({ currentTarget, relatedTarget }) {
      if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return
      letGo()
      nudging.settle()
    },
    onFocus({ target }) {
      const card = target instanceof HTMLElement ? target.dataset['card'] : undefined
      if (card !== undefined && target.matches(':focus-visible')) arrive(desk, card)
    }
  }
}

/** Do what the key says; false when it says nothing. */
function taken(desk: Desk, hand: Hand, nudging: Nudging, event: Press): boolean {
  const { key, shiftKey } = event
  if (MODIFIERS.has(key)) return false
  const ctrl = event.ctrlKey || event.metaKey
  const arrow = ctrl || event.altKey ? undefined : ARROWS[key]
  if (arrow !== undefined) return nudge(desk, nudging, arrow, shiftKey ? FAR : 1)
  nudging.settle()
  if (key === ' ') {
    desk.hand.setState({ isPanning: true })
    return true
  }
  if (key === 'Escape') return back(desk, hand)
  const action = actionOf({ key, code: event.code, shiftKey, altKey: event.altKey, ctrl }, desk)
  action?.(desk)
  return action !== null
}

function nudge(desk: Desk, nudging: Nudging, { x, y }: Point, times: number): boolean {
  const ids = chosenCards(desk)
  if (ids.length === 0 || !canEdit(desk)) {
    desk.camera.pan(-x * FAR, -y * FAR)
    return true
  }
  nudging.go(ids, { x: x * times, y: y * times })
  return true
}

/** One step back: the stroke, the tool, the selection. */
function back({ workspace, hand: store }: Desk, hand: Hand): boolean {
  if (hand.cancel()) return true
  const { tool, selection } = workspace.screen.getState()
  if (store.getState().menu !== null) store.setState({ menu: null })
  else if (tool.tool !== 'select') workspace.show({ tool: { tool: 'select' } })
  else if (selection.size > 0) workspace.select()
  else return false
  return true
}

function walk(desk: Desk, { currentTarget, shiftKey }: KeyboardEvent<HTMLElement>): boolean {
  const [from = null] = chosenCards(desk)
  const next = nextCard(desk, from, shiftKey ? -1 : 1)
  if (next === undefined) return false
  const card = currentTarget.querySelector<HTMLElement>(`[data-card="${CSS.escape(next)}"]`)
  card?.focus({ preventScroll: true })
  if (card !== null) arrive(desk, next)
  return card !== null
}

function arrive({ workspace, stage, camera }: Desk, card: string): void {
  workspace.select(card)
  const shape = stage.scene.cards.get(card)
  if (shape !== undefined) camera.reveal(shape.box)
}
