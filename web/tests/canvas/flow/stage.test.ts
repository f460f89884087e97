import { modelled } from '@harness/modelled'
import { describe, expect, test } from 'vitest'
import { sentenceOf } from '@/canvas/edges/wording'
import { Stage } from '@/canvas/flow/stage'

const frames: (() => void)[] = []
globalThis.requestAnimationFrame = work => frames.push(() => work(0))
globalThis.cancelAnimationFrame = () => {}
const nextFrame = () => {
  for (const work of frames.splice(0)) work()
}

const SHOP = `entity Order at 40 40
  lines: OrderLine[1..*]
  customer: ref Customer?
entity OrderLine at 400 40
entity Customer at 40 400
entity Far at 9000 9000
`
const PANE = { x: 0, y: 0, zoom: 1, width: 1280, height: 720 }

function staged(text = SHOP) {
  const model = modelled(text)
  const stage = new Stage(model.graph)
  stage.open()
  stage.look(PANE)
  const picture = () => stage.picture.getState()
  return { ...model, stage, picture, ids: () => picture().nodes.map(({ id }) => id) }
}

describe('the stage', () => {
  test('gives what is near the view, and no more while it stays near', () => {
    const { stage, picture, ids, id } = staged()
    expect(ids()).toContain(id('Order'))
    expect(ids()).not.toContain(id('Far'))
    const { nodes } = picture()
    stage.look({ ...PANE, x: -100 })
    expect(picture().nodes).toBe(nodes)
    stage.look({ ...PANE, x: -8600, y: -8800 })
    expect(ids()).toEqual([id('Far')])
  })

  test('gives no nodes at all from far away', () => {
    const { stage, picture } = staged()
    stage.look({ ...PANE, zoom: 0.1 })
    expect(picture()).toMatchObject({ level: 'overview', nodes: [], edges: [] })
    stage.look({ ...PANE, zoom: 0.5 })
    expect(picture().nodes.every(({ type }) => type === 'far')).toBe(true)
  })

  test('keeps the node of everything that did not change', () => {
    const { edit, picture, id } = staged()
    const before = new Map(picture().nodes.map(node => [node.id, node]))
    edit({ step: 'set', element: id('Customer'), attribute: 'name', value: 'Client' })
    nextFrame()
    const after = picture().nodes.filter(node => before.get(node.id) !== node)
    expect(after.map(node => node.id)).toContain(id('Customer'))
    expect(after.map(node => node.id)).not.toContain(id('OrderLine'))
  })

  test('draws what is lifted here above what others have lifted', () => {
    const { stage, id } = staged()
    stage.displaceTheirs(new Map([[id('Order'), { x: 100, y: 100 }]]))
    expect(stage.scene.cards.get(id('Order'))?.box).toMatchObject({ x: 100, y: 100 })
    stage.lift(new Map([[id('Order'), { x: 200, y: 200 }]]))
    expect(stage.scene.cards.get(id('Order'))?.box).toMatchObject({ x: 200, y: 200 })
    stage.lift(null)
    stage.displaceTheirs(new Map())
    expect(stage.scene.cards.get(id('Order'))?.box).toMatchObject({ x: 40, y: 40 })
  })

  test('takes up what changed while nobody looked', () => {
    const model = modelled(SHOP)
    const stage = new Stage(model.graph)
    model.edit({ step: 'remove', element: model.id('Far') })
    stage.open()
    expect(stage.scene.cards.has(model.id('Far'))).toBe(false)
  })
})

test('an edge is said in words', () => {
  const { stage, id } = staged()
  const said = (edge: string, source: string, target: string) => {
    const shape = stage.scene.edges.get(id(edge))
    return shape && sentenceOf(shape, { source, target })
  }
  expect(said('Order.lines', 'Order', 'OrderLine')).toBe('Order has 1 or more OrderLine')
  expect(said('Order.customer', 'Order', 'Customer')).toBe('Order has none or one Customer')
})
