import { modelled } from '@harness/modelled'
import { WEBSHOP } from '@harness/webshop'
import { expect, test } from 'vitest'
import type { Box } from '@/canvas/scene/box'

const { scene, id } = modelled(WEBSHOP)
const card = (name: string) => scene.cards.get(id(name))

const boxed = ({ x, y, w, h }: Box) => `${w} x ${h} at ${x}, ${y}`

test('the cards of the web shop are as large as on its page', () => {
  const sizes = [...scene.cards.values()].map(({ face, box }) => `${face.name}: ${boxed(box)}`)
  expect(sizes.sort()).toMatchInlineSnapshot(`
    [
      "Address: 232 x 129 at 348, 524",
      "Currency: 232 x 68 at 24, 336",
      "Customer: 232 x 85 at 348, 44",
      "Money: 232 x 85 at 24, 220",
      "Order: 232 x 327 at 348, 168",
      "OrderLine: 232 x 151 at 660, 168",
      "OrderStatus: 232 x 91 at 660, 44",
      "Payment: 232 x 138 at 24, 484",
      "Product: 232 x 138 at 24, 40",
      "Shipments: 232 x 63 at 660, 580",
      "Shopper: 232 x 41 at 604, 524",
      "Sku: 232 x 41 at 24, 700",
    ]
  `)
})

test('what is drawn on cards', () => {
  const order = card('Order')?.face
  expect(order?.summary).toBe('8 fields, 2 rules')
  expect(order?.chips.map(row => row.map(({ name }) => name))).toEqual([
    ['PlaceOrder', 'ConfirmPayment'],
    ['CancelOrder', 'OrderPlaced']
  ])
  expect(card('OrderStatus')?.face.values.map(row => row.map(({ name }) => name))).toEqual([
    ['Draft', 'Placed', 'Paid'],
    ['Cancelled']
  ])
})

test('its contexts are frames, and Order has a boundary around its parts', () => {
  const frames = [...scene.frames.values()].map(
    ({ title, purpose, subdomain, box }) => `${title} (${purpose}) ${subdomain}: ${boxed(box)}`
  )
  expect(frames.sort()).toMatchInlineSnapshot(`
    [
      "Catalog () supporting: 264 x 202 at 8, 0",
      "Ordering (From cart to hand-over) core: 628 x 669 at 296, 0",
      "Payments () generic: 264 x 220 at 8, 444",
    ]
  `)
  expect([...scene.areas.values()].map(({ id: key, box }) => [key, boxed(box)])).toEqual([
    [id('Order'), '576 x 359 at 332, 152']
  ])
})

test('edges with both of their ends', () => {
  const names = new Map([...scene.cards.values()].map(({ id: key, face }) => [key, face.name]))
  const said = [...scene.edges.values()].map(edge => {
    const end = ({ glyph, count }: typeof edge.sourceEnd) =>
      count === null ? glyph : `${glyph} ${count[0]}..${count[1] ?? '*'}`
    const [from, to] = [names.get(edge.source), names.get(edge.target)]
    const row = edge.sourceRow === null ? '' : `.${edge.sourceRow}`
    return `${edge.kind}: ${from}${row} (${end(edge.sourceEnd)}) -> ${to} (${end(edge.targetEnd)})`
  })
  expect(said.sort()).toMatchInlineSnapshot(`
    [
      "emits: Order (none) -> Shipments (arrow)",
      "emits: Shopper (none) -> Order (arrow)",
      "part: Order.4 (part 1..1) -> OrderLine (many 1..*)",
      "reference: Order.2 (any 0..*) -> Customer (one 1..1)",
      "reference: OrderLine.1 (any 0..*) -> Product (one 1..1)",
      "reference: Payment.1 (any 0..*) -> Order (one 1..1)",
      "reference: Shipments.0 (any 0..*) -> Order (one 1..1)",
      "value: Money.1 (none) -> Currency (none)",
      "value: Order.3 (none) -> OrderStatus (none)",
      "value: Order.5 (none) -> Address (none)",
      "value: OrderLine.3 (none) -> Money (none)",
      "value: Product.0 (none) -> Sku (none)",
      "value: Product.2 (none) -> Money (none)",
    ]
  `)
})
