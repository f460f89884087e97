/** A canvas without a screen: gestures are written to a model of a few lines, and pointers are told what they hit. */
import { modelled } from '@harness/modelled'
import type { Camera } from '@/canvas/flow/camera'
import { Stage } from '@/canvas/flow/stage'
import type { Desk } from '@/canvas/gestures/desk'
import { handStore } from '@/canvas/gestures/doing'
import { Hand } from '@/canvas/gestures/hand'
import { type Hit, NOTHING } from '@/canvas/gestures/hit'
import type { Pointer } from '@/canvas/gestures/pointer'
import type { Point } from '@/canvas/scene/box'
import { isDeclined, type Outcome } from '@/model/wanted'
import { type Screen, screenStore, type Toast } from '@/workspace/screen'
import type { Workspace } from '@/workspace/workspace'

globalThis.requestAnimationFrame = () => 0
globalThis.cancelAnimationFrame = () => {}

type Keys = Partial<Pick<Pointer, 'shift' | 'alt' | 'ctrl'>>

export function table(text: string, access: 'edit' | 'read' = 'edit') {
  const model = modelled(text)
  const screen = screenStore()
  const done: string[] = []
  const told: Omit<Toast, 'id'>[] = []
  const select = (...ids: readonly string[]) => screen.setState({ selection: new Set(ids) })
  const workspace = {
    graph: model.graph,
    screen,
    session: { status: { access, state: 'live' } },
    select,
    show: (part: Partial<Screen>) => screen.setState(part),
    tell: (toast: Omit<Toast, 'id'>) => told.push(toast),
    perform(outcome: Outcome) {
      if (isDeclined(outcome)) {
        told.push({ tone: 'refusal', fact: outcome.declined })
        return false
      }
      if (outcome.steps.length > 0) {
        done.push(outcome.label)
        model.edit(...outcome.steps)
      }
      return true
    }
  } as unknown as Workspace
  const stage = new Stage(model.graph)
  stage.open()
  stage.look({ x: 0, y: 0, zoom: 1, width: 1280, height: 720 })
  const camera = { reveal: () => {}, fit: () => {}, pan: () => {} } as unknown as Camera
  const desk: Desk = { workspace, stage, camera, hand: handStore() }
  const hand = new Hand(desk)

  const pointer = (at: Point, hit: Hit, keys: Keys): Pointer => ({
    ...{ screen: at, pane: at, at, hit, shift: false, alt: false, ctrl: false },
    ...keys
  })
  const click = (hit: Hit, at: Point = { x: 0, y: 0 }, keys: Keys = {}) => {
    hand.press(pointer(at, hit, keys))
    hand.release(pointer(at, hit, keys))
  }
  const drag = (
    from: readonly [Point, Hit],
    to: readonly [Point, Hit?],
    { keys = {}, before = () => {} }: { readonly keys?: Keys; readonly before?: () => void } = {}
  ) => {
    hand.press(pointer(...from, keys))
    hand.move(pointer(to[0], to[1] ?? NOTHING, keys))
    before()
    hand.release(pointer(to[0], to[1] ?? NOTHING, keys))
  }
  const boxOf = (name: string) => stage.scene.cards.get(model.id(name))?.box
  return { ...model, desk, hand, click, drag, done, told, screen, stage, boxOf }
}

export function card(id: string, part: 'header' | 'body' | 'rim' = 'header'): Hit {
  return { on: 'card', id, part, row: null }
}
