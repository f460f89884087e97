/** The web shop of the look's pages. */
export const WEBSHOP = `
context Catalog at 8 0 264 202 subdomainType=supporting
context Ordering at 296 0 628 664 subdomainType=core "From cart to hand-over"
context Payments at 8 444 264 220 subdomainType=generic
value Money at 24 220
  amount: decimal
  currency: Currency
enum Currency at 24 336
  enumValue EUR
  enumValue USD
  enumValue GBP
type Sku at 24 700
aggregate Product in Catalog at 24 40
  sku: Sku
  title: string
  price: Money
  event PriceChanged
aggregate Payment in Payments at 24 484
  id: string
  order: ref Order
  amount: decimal
  command Capture emits=PaymentCaptured
  event PaymentCaptured
aggregate Customer in Ordering at 348 44
  id: uuid
  email: string
aggregate Order in Ordering at 348 168
  id: uuid
  number: string
  customer: ref Customer
  status: OrderStatus
  lines: OrderLine[1..*]
  shipTo: Address?
  placedAt: datetime?
  total: decimal
  invariant oneCurrency
  invariant placedIsComplete
  command PlaceOrder emits=OrderPlaced actor=Shopper
  command ConfirmPayment
  command CancelOrder
  event OrderPlaced
entity OrderLine in Order at 660 168
  line: int
  product: ref Product
  quantity: int
  unitPrice: Money
  subtotal: decimal
enum OrderStatus in Ordering at 660 44
  enumValue Draft
  enumValue Placed
  enumValue Paid
  enumValue Cancelled
value Address in Ordering at 348 524
  street: string
  city: string
  zip: string
  country: string
actor Shopper in Ordering at 604 524
readModel Shipments in Ordering handles=OrderPlaced at 660 580
  order: ref Order
`
