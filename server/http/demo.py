"""The first model to look at: a small web shop, made through the same funnel as everything else."""

from collections.abc import Sequence
from typing import Final

from domain.model.operations import Change, Mode
from domain.time.intent import Intent
from server.http.commits import accepted
from server.http.endpoint import Call
from server.http.identity import LOCAL_OWNER
from server.http.models import create_blank
from server.http.services import Services
from server.http.sketch import Sketch
from server.log.streams import list_models
from server.rooms.headless import HeadlessEdit

NAME: Final = "Webshop"
SLUG: Final = "webshop"


async def make_demo(services: Services) -> None:
    """Make the web shop when this server has no model yet."""
    if await list_models(services.pool, limit=1):
        return
    call = Call(services, LOCAL_OWNER, {}, {}, {}, b"", services.ids.next_id())
    await create_blank(call, NAME, SLUG)
    sketch = Sketch(services.ids)
    _draw_catalog(sketch)
    await _record(services, sketch.take(), "what we sell")
    _draw_ordering(sketch)
    _draw_order(sketch)
    await _record(services, sketch.take(), "how it is ordered")
    _draw_payments(sketch)
    await _record(services, sketch.take(), "how it is paid")
    sketch.put("OrderLine.qty", {"name": "quantity"})
    await _record(services, sketch.take(), "plain words")


def _draw_catalog(sketch: Sketch) -> None:
    sketch.draw(
        *("context", "Catalog", None, (8, 0, 264, 208)),
        subdomainType="supporting",
    )
    sketch.draw("aggregate", "Product", "Catalog", (24, 40), doc="Something we sell.")
    sketch.fields("Product", "sku: string key", "title: string", "price: Money")
    sketch.draw("event", "PriceChanged", "Product")
    sketch.draw("value", "Money", None, (24, 224), doc="An amount with its currency.")
    sketch.fields("Money", "amount: decimal(12, 2)", "currency: Currency")
    sketch.draw("enum", "Currency", None, (24, 336))
    sketch.values("Currency", "EUR", "USD", "GBP")


def _draw_ordering(sketch: Sketch) -> None:
    sketch.draw(
        *("context", "Ordering", None, (296, 0, 632, 672)),
        title="From cart to hand-over",
        subdomainType="core",
        owner="checkout_team",
    )
    before, after = sketch.id("Catalog"), sketch.id("Ordering")
    sketch.draw("contextRelation", "supplies", upstream=before, downstream=after)
    sketch.draw("actor", "Shopper", "Ordering", (664, 528), doc="Whoever is in the shop.")
    sketch.draw(
        *("aggregate", "Customer", "Ordering", (352, 48)),
        doc="Somebody who has ordered before.",
    )
    sketch.fields("Customer", "id: uuid key", "email: email unique pii")
    sketch.draw("enum", "OrderStatus", "Ordering", (664, 48))
    sketch.values("OrderStatus", "Draft", "Placed", "Paid", "Cancelled")
    sketch.draw("value", "Address", "Ordering", (352, 528), doc="Where it is brought to.")
    sketch.fields("Address", "street: string", "city: string", "zip: string", "country: string")


def _draw_order(sketch: Sketch) -> None:
    sketch.draw(
        *("aggregate", "Order", "Ordering", (352, 168)),
        doc="A customer's commitment to buy. Prices are frozen once placed.",
    )
    sketch.fields(
        "Order",
        "id: uuid key",
        "number: string unique",
        "customer: ref Customer",
        "status: OrderStatus = Draft",
        "lines: OrderLine[1..*]",
        "shipTo: Address?",
        "placedAt: datetime?",
        "total: decimal := self.lines.sum(l, l.subtotal)",
    )
    sketch.rule(
        *("Order", "oneCurrency", "All lines share one currency"),
        "self.lines.all(l, l.unitPrice.currency == self.lines.first.unitPrice.currency)",
    )
    sketch.rule(
        *("Order", "placedIsComplete", "A placed order has an address and a date"),
        "self.status == OrderStatus.Draft || has(self.shipTo) && has(self.placedAt)",
    )
    sketch.draw("command", "PlaceOrder", "Order", emits=[sketch.id("OrderPlaced")])
    sketch.draw("command", "ConfirmPayment", "Order")
    sketch.draw("command", "CancelOrder", "Order")
    sketch.draw("event", "OrderPlaced", "Order")
    sketch.draw("entity", "OrderLine", "Order", (664, 168))
    sketch.fields(
        "OrderLine",
        "line: int key",
        "product: ref Product",
        "qty: int",
        "unitPrice: Money",
        "subtotal: decimal := self.unitPrice.amount * self.quantity",
    )
    _draw_lifecycle(sketch)


def _draw_lifecycle(sketch: Sketch) -> None:
    field = sketch.id("Order.status")
    sketch.draw("lifecycle", "states.status", "Order", (664, 344), field=field)
    for before, after, command in (
        ("Draft", "Placed", "PlaceOrder"),
        ("Placed", "Paid", "ConfirmPayment"),
        ("Placed", "Cancelled", "CancelOrder"),
    ):
        step = {"from": [sketch.id(f"OrderStatus.{before}")], "on": sketch.id(command)}
        end = {"to": sketch.id(f"OrderStatus.{after}"), "parent": sketch.id("states.status")}
        sketch.put(f"states.{after}", {"kind": "transition", **step, **end})


def _draw_payments(sketch: Sketch) -> None:
    sketch.draw(
        *("context", "Payments", None, (8, 448, 264, 224)),
        subdomainType="generic",
    )
    before, after = sketch.id("Ordering"), sketch.id("Payments")
    sketch.draw("contextRelation", "bills", upstream=before, downstream=after)
    sketch.draw("aggregate", "Payment", "Payments", (24, 488))
    sketch.fields("Payment", "id: string key", "order: ref Order", "amount: decimal(12, 2)")
    sketch.draw("command", "Capture", "Payment", emits=[sketch.id("PaymentCaptured")])
    sketch.draw("event", "PaymentCaptured", "Payment")


async def _record(services: Services, changes: Sequence[Change], why: str) -> None:
    model = await services.addresses.find(SLUG)
    if model is None:
        return
    edit = HeadlessEdit(
        services.ids.next_id(),
        LOCAL_OWNER.id,
        why,
        Intent(Mode.EDIT),
        tuple(changes),
    )
    accepted(await services.rooms.edit(model.stream_id, edit))
