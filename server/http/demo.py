"""The first model to look at: a small web shop, made through the same funnel as everything else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.ids import ElementId
from domain.model.operations import Change, Mode, assertion
from domain.model.types import BUILTINS
from domain.model.values import Json
from domain.time.intent import Intent
from server.http.commits import accepted
from server.http.endpoint import Call
from server.http.identity import LOCAL_OWNER
from server.http.models import create_blank
from server.http.services import Services
from server.log.streams import list_models
from server.rooms.headless import HeadlessEdit

NAME: Final = "Webshop"
SLUG: Final = "webshop"

_CATALOG: Final = (
    ("enum Currency", (0, 0), ("EUR", "USD", "GBP")),
    ("value Money", (304, 0), ("amount: decimal(12,2)", "currency: Currency")),
    ("context Catalog: What the shop sells.", None, ()),
    (
        "Catalog aggregate Product: Something we sell.",
        (40, 240),
        ("sku: string key", "title: string max=120", "price: Money", "retired: bool optional"),
    ),
)
_ORDERING: Final = (
    ("context Ordering: From cart to hand-over.", None, ()),
    ("Ordering enum OrderStatus", (680, 240), ("Draft", "Placed", "Paid", "Cancelled")),
    (
        "Ordering value Address",
        (984, 240),
        ("street: string", "city: string", "zip: string", "country: string"),
    ),
    (
        "Ordering aggregate Customer: Somebody who has ordered before.",
        (376, 480),
        ("id: uuid key", "email: email unique pii", "name: string", "home: Address optional"),
    ),
    (
        "Ordering aggregate Order: A customer's commitment to buy; prices are frozen once placed.",
        (680, 480),
        (
            "id: uuid key",
            "number: string unique",
            "customer: ref Customer",
            "status: OrderStatus default=OrderStatus.Draft",
            "lines: OrderLine many",
            "shipTo: Address optional",
            "placedAt: datetime optional",
        ),
    ),
    ("contextRelation supplies", None, ("upstream Catalog", "downstream Ordering")),
    (
        "Order entity OrderLine",
        (984, 480),
        ("line: int key", "product: ref Product", "qty: int min=1", "unitPrice: Money"),
    ),
)


async def make_demo(services: Services) -> None:
    """Make the web shop when this server has no model yet."""
    if await list_models(services.pool, limit=1):
        return
    call = Call(services, LOCAL_OWNER, {}, {}, {}, b"", services.ids.next_id())
    await create_blank(call, NAME, SLUG)
    writer = _Writer(services)
    await _record(services, writer.changes(_CATALOG), "what we sell")
    await _record(services, writer.changes(_ORDERING), "how it is ordered")
    line = writer.known["OrderLine.qty"]
    await _record(services, [assertion(line, "name", "quantity")], "plain words")


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


class _Writer:
    """Turns the lines above into changes; what was named before can be referred to."""

    def __init__(self, services: Services) -> None:
        self._ids = services.ids
        self.known: dict[str, ElementId] = {}

    def changes(
        self,
        declared: Sequence[tuple[str, tuple[int, int] | None, Sequence[str]]],
    ) -> list[Change]:
        """Return the changes that make the elements, each with its members."""
        result: list[Change] = []
        for head, _, _ in declared:
            self.known[_words(head)[-1]] = self._ids.next_id()
        for head, place, members in declared:
            title, _, doc = head.partition(": ")
            *parent, kind, name = title.split()
            registers: dict[str, Json] = {"kind": kind, "name": name}
            if parent:
                registers["parent"] = self.known[parent[0]]
            if place is not None:
                registers["position"] = {"x": place[0], "y": place[1]}
            if doc:
                registers["doc"] = doc
            if kind == "contextRelation":
                registers |= {side: self.known[of] for side, of in map(str.split, members)}
            result += _assertions(self.known[name], registers)
            for member in () if kind == "contextRelation" else members:
                result += self._member(name, kind, member)
        return result

    def _member(self, owner: str, kind: str, text: str) -> Iterator[Change]:
        name, _, rest = text.partition(": ")
        identity = self.known[f"{owner}.{name}"] = self._ids.next_id()
        registers: dict[str, Json] = {"name": name, "parent": self.known[owner]}
        if kind == "enum":
            yield from _assertions(identity, {"kind": "enumValue", **registers})
            return
        words = rest.split()
        is_reference = words[0] == "ref"
        type_, *marks = words[1:] if is_reference else words
        registers["type"] = self._type(type_, is_reference=is_reference)
        for mark in marks:
            registers |= _mark(mark)
        yield from _assertions(identity, {"kind": "field", **registers})

    def _type(self, text: str, *, is_reference: bool) -> Json:
        name, _, arguments = text.rstrip(")").partition("(")
        result: dict[str, Json] = {"to": name if name in BUILTINS else self.known[name]}
        if arguments:
            result["args"] = [int(argument) for argument in arguments.split(",")]
        if is_reference:
            result["ref"] = True
        return result


def _words(head: str) -> list[str]:
    return head.partition(": ")[0].split()


def _mark(text: str) -> Mapping[str, Json]:
    name, equals, value = text.partition("=")
    if name == "many":
        return {"cardinality": [1, None]}
    return {name: value if equals else True}


def _assertions(element: ElementId, registers: Mapping[str, Json]) -> list[Change]:
    return [assertion(element, attribute, value) for attribute, value in registers.items()]
