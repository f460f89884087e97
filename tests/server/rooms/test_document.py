"""The document says what changed, never admits a gap, and forgets what must not be in it."""

import random
from uuid import UUID

from pycrdt import Array, Doc, Map, Text

from domain.model.operations import assertion, retraction
from server.rooms.document import Document
from server.rooms.protocol import read_state
from server.rooms.touched import Applied, Gap, Garbage, Touched, Unchanged

A = "00000000-0000-7000-8000-00000000000a"
B = "00000000-0000-7000-8000-00000000000b"


class Client:
    """Somebody with a stock Yjs document; `sent` are the updates in order."""

    def __init__(self, number: int, source: Document | None = None) -> None:
        self.doc: Doc[Map[object]] = Doc(client_id=1_000_000 + number)
        self.elements: Map[object] = self.doc.get("elements", type=Map)
        if source is not None:
            self.doc.apply_update(source.encode())
        self.sent: list[bytes] = []
        self.doc.observe(lambda event: self.sent.append(event.update))

    def create(self, element: str, **registers: object) -> None:
        self.elements[element] = Map(registers)

    def set(self, element: str, attribute: str, value: object) -> None:
        held = self.elements[element]
        assert isinstance(held, Map)
        held[attribute] = value

    def text(self, element: str) -> Text:
        held = self.elements[element]
        assert isinstance(held, Map)
        text = held["doc"]
        assert isinstance(text, Text)
        return text


def fresh() -> Document:
    document = Document(1, model="m")
    document.write((), meta=True)
    return document


def touched(applied: Applied) -> Touched:
    assert isinstance(applied, Touched)
    return applied


def changes(applied: Applied) -> set[tuple[str, str, str]]:
    return {
        (change.attribute, change.kind.value, repr(change.value))
        for change in touched(applied).changes
    }


def test_a_new_element_says_all_its_registers() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", name="Order", position={"x": 1}, doc=Text("It is."))
    applied = document.apply(client.sent[0])
    assert changes(applied) == {
        ("kind", "assert", "'entity'"),
        ("name", "assert", "'Order'"),
        ("position", "assert", "{'x': 1}"),
        ("doc", "assert", "'It is.'"),
    }
    assert touched(applied).appeared == (A,)
    assert touched(applied).textless == ()


def test_an_edit_says_what_the_register_holds_now_and_a_deleted_one_is_retracted() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", name="Order", optional=True)
    with client.doc.transaction():
        client.set(A, "name", "Purchase")
        held = client.elements[A]
        assert isinstance(held, Map)
        del held["optional"]
    document.apply(client.sent[0])
    assert changes(document.apply(client.sent[1])) == {
        ("name", "assert", "'Purchase'"),
        ("optional", "retract", "None"),
    }


def test_numbers_come_back_whole() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="field", cardinality=[0, 7])
    (change,) = (c for c in touched(document.apply(client.sent[0])).changes if c.value != "field")
    assert change.value == [0, 7]
    assert [type(number) for number in change.value] == [int, int]


def test_what_no_register_may_hold_is_named_not_returned() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="field", size=1.5, big=2**60, inner=Map({"a": 1}), some=Array([1]))
    seen = touched(document.apply(client.sent[0]))
    assert {one.attribute for one in seen.unreadable} == {"size", "big", "inner", "some"}
    assert {change.attribute for change in seen.changes} == {"kind"}
    inner = client.elements[A]
    assert isinstance(inner, Map)
    nested = inner["inner"]
    assert isinstance(nested, Map)
    nested["a"] = 2
    seen = touched(document.apply(client.sent[1]))
    assert [one.attribute for one in seen.unreadable] == ["inner"]


def test_a_text_is_one_register_and_an_empty_one_holds_nothing() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", doc=Text(""))
    client.text(A).insert(0, "Größe 😀")
    del client.text(A)[0 : len(str(client.text(A)).encode())]
    assert changes(document.apply(client.sent[0])) >= {("doc", "retract", "None")}
    assert changes(document.apply(client.sent[1])) == {("doc", "assert", "'Größe 😀'")}
    assert document.registers()[A]["doc"] == "Größe 😀"
    assert changes(document.apply(client.sent[2])) == {("doc", "retract", "None")}
    assert document.registers()[A] == {"kind": "entity"}


def test_replaced_maps_and_texts_and_deleted_elements_are_told_apart() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", doc=Text("x"))
    client.create(B, kind="entity")
    client.elements[A] = Map({"kind": "value", "doc": Text("")})
    client.set(A, "doc", Text("y"))
    del client.elements[B]
    client.elements["junk"] = 5
    seen = [touched(document.apply(update)) for update in client.sent]
    assert [one.appeared for one in seen[:2]] == [(A,), (B,)]
    assert seen[1].textless == (B,)
    assert seen[2].replaced == (A,)
    assert seen[3].retexted == (A,)
    assert seen[4].vanished == (B,)
    assert seen[5].junk == ("junk",)


def test_D3_what_others_write_into_meta_never_enters() -> None:
    document, client = fresh(), Client(1)
    client.doc.get("meta", type=Map)["model"] = "another"
    assert document.apply(client.sent[0]) == Garbage(
        "an update writes the root `meta`, which only the server writes",
    )


def test_what_is_known_already_changes_nothing_and_only_news_is_passed_on() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity")
    client.set(A, "name", "Order")
    document.apply(client.sent[0])
    assert document.apply(client.sent[0]) == Unchanged()
    assert touched(document.apply(client.doc.get_update())).update == client.sent[1]
    assert document.apply(client.doc.get_update()) == Unchanged()
    assert document.apply(b"\0\0") == Unchanged()


def test_a_gap_leaves_the_document_as_it_was() -> None:
    document, client, other = fresh(), Client(1), Client(2)
    client.create(A, kind="entity")
    client.set(A, "name", "Order")
    other.doc.apply_update(client.sent[0])
    other.sent.clear()
    other.set(A, "name", "Purchase")
    before = document.encode()
    for update in (client.sent[1], other.sent[0], other.doc.get_update(client.doc.get_state())):
        assert document.apply(update) == Gap()
        assert document.encode() == before
    assert isinstance(document.apply(client.sent[0]), Touched)
    assert changes(document.apply(client.sent[1])) == {("name", "assert", "'Order'")}
    assert changes(document.apply(other.sent[0])) == {("name", "assert", "'Purchase'")}


def test_a_deletion_of_what_is_not_here_is_a_gap() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", name="Order")
    held = client.elements[A]
    assert isinstance(held, Map)
    del held["name"]
    assert document.apply(client.sent[1]) == Gap()
    document.apply(client.sent[0])
    assert document.registers() == {A: {"kind": "entity", "name": "Order"}}


def test_garbage_leaves_the_document_as_it_was() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", name="Order", position={"x": 1, "y": 2}, doc=Text("It is."))
    client.set(A, "name", "Purchase")
    document.apply(client.sent[0])
    chance = random.Random(7)  # noqa: S311 - a repeatable row
    outcomes = set()
    for _ in range(600):
        mutated = bytearray(client.sent[chance.randrange(2)])
        for _ in range(chance.randint(1, 3)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        before, mark = document.encode(), document.mark()
        applied = document.apply(bytes(mutated[: chance.randint(1, len(mutated))]))
        outcomes.add(type(applied))
        if isinstance(applied, Touched):
            document.back_to(mark)
        again = Document(1, model="m")
        again.load([before])
        assert document.registers() == again.registers()
        assert _clocks(document) == _clocks(again)
    assert outcomes >= {Garbage, Gap, Touched}
    assert changes(document.apply(client.sent[1])) == {("name", "assert", "'Purchase'")}


def test_back_to_a_mark_forgets_and_the_server_may_write_again() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity")
    document.apply(client.sent[0])
    before, mark = document.encode(), document.mark()
    first = document.write([assertion(A, "name", "Wrong")])
    document.back_to(mark)
    assert document.encode() == before
    second = document.write([assertion(A, "name", "Right")])
    assert first is not None
    assert second is not None
    client.doc.apply_update(second)
    assert document.registers()[A]["name"] == "Right"


def test_the_server_writes_elements_registers_and_texts_under_its_epoch() -> None:
    document, client = fresh(), Client(1)
    wanted = [
        assertion(A, "kind", "entity"),
        assertion(A, "doc", "Grüße"),
        assertion(B, "kind", "field"),
        assertion(B, "cardinality", [1, None]),
    ]
    update = document.write(wanted)
    assert update is not None
    client.doc.apply_update(document.encode())
    client.text(A).insert(0, "Viele ")
    document.apply(client.sent[-1])
    document.write([assertion(A, "doc", "Viele Grüße!"), retraction(B, "cardinality")])
    assert document.registers() == {
        A: {"kind": "entity", "doc": "Viele Grüße!"},
        B: {"kind": "field"},
    }
    assert document.write([]) is None
    assert _clocks(document).keys() == {1, client.doc.client_id}


def test_a_given_text_is_empty_and_a_plain_one_becomes_a_text() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity")
    client.create(B, kind="entity", doc="plain")
    for update in client.sent:
        document.apply(update)
    document.write((), texts=(A, B))
    client.doc.apply_update(document.encode(client.doc.get_state()))
    assert str(client.text(A)) == ""
    assert str(client.text(B)) == "plain"


def test_settling_keeps_the_content() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity")
    for number in range(6000):
        client.set(A, "@note", {"order": "a0", "args": [f"'{number:040}'"]})
    for update in client.sent:
        document.apply(update)
        document.settle()
    before = document.registers()
    document.back_to(document.mark())
    assert document.registers() == before


def test_out_of_order_histories_are_never_wrong() -> None:
    chance = random.Random(1)  # noqa: S311 - a repeatable row
    for _ in range(60):
        sent, want = _history(chance)
        order = list(range(len(sent)))
        chance.shuffle(order)
        document = fresh()
        waiting = [sent[place] for place in order]
        while waiting:  # a gap is sent again, as a client does that is asked for what is missing
            waiting = [one for one in waiting if isinstance(document.apply(one), Gap)]
        assert document.registers() == want


def _history(chance: random.Random) -> tuple[list[bytes], object]:
    client, ids = Client(1), [str(UUID(int=number)) for number in range(9)]
    client.create(ids[0], kind="entity")
    for number in range(1, 8):
        if chance.random() < 0.4:
            client.create(ids[number], kind="entity")
        else:
            element = chance.choice(list(client.elements.keys()))
            client.set(element, chance.choice("xyz"), f"{number}")
    return client.sent, client.elements.to_py()


def _clocks(document: Document) -> dict[int, int]:
    return read_state(document.state())
