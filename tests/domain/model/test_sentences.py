"""One sentence per commit: every gesture, every mode, and names that mean no good."""

from collections.abc import Iterable, Mapping

import pytest

from domain.model.graph import Graph
from domain.model.operations import (
    Change,
    Mode,
    Operation,
    Registers,
    apply,
    assertion,
    retraction,
)
from domain.model.sentences import Named, NameIn, summarise
from domain.model.values import Json
from domain.period import ALWAYS, parse_instant
from tests.domain.model.notation import GONE, id_at, registers_of

BASE = registers_of("""
    context Ordering
      aggregate Order
        field qty: int
        field total: int {"key": true}
        field status: Status
        index _
        lifecycle status
          transition _
      aggregate Customer
        field name: string
      enum Status
        enumValue Draft
      command PlaceOrder {"silent": ""}
      entity OrderLine
        field qty: int
    view Overview
    entity _
      field _
""")
PLACES = range(18)
CONTEXT, ORDER, QTY, TOTAL, _, INDEX, _, TRANSITION, CUSTOMER, NAME = map(id_at, PLACES[:10])
ENUM, _, COMMAND, LINE, LINE_QTY, VIEW, NAMELESS, NAMELESS_FIELD = map(id_at, PLACES[10:])
NEW_YEAR = parse_instant("2027-01-01")


def name_in(before: Registers, after: Registers) -> NameIn:
    """Answer names as a read model does, hidden elements included."""

    def named(registers: Registers, element: str) -> Named | None:
        held = registers.get(element)
        if held is None:
            return None
        parent = registers.get(str(held.get("parent")), {})
        return Named(_text(held, "kind"), _text(held, "name"), _text(parent, "name"))

    def answer(element: str) -> Named:
        was, now = named(before, element), named(after, element) or Named(None, None)
        return Named(now.kind, now.name, now.parent, was)

    return answer


def _text(registers: Mapping[str, Json], attribute: str) -> str | None:
    value = registers.get(attribute)
    return value if isinstance(value, str) else None


def operations(changes: Iterable[Change]) -> tuple[Operation, ...]:
    return tuple(Operation(c.element, c.attribute, c.kind, c.value, ALWAYS) for c in changes)


def told(
    *changes: Change,
    mode: Mode = Mode.EDIT,
    before: Registers = BASE,
    start: int | None = None,
    cause: Mapping[str, Json] | None = None,
) -> str:
    names = name_in(before, apply(changes, before))
    return summarise(operations(changes), mode, names, start=start, cause=cause)


def creating(text: str, *, parent: str | None = None) -> list[Change]:
    """Return the changes that create what `text` writes, under ids of their own."""
    made = {f"1{key[1:]}": registers for key, registers in registers_of(text).items()}
    changes = []
    for element, registers in made.items():
        for attribute, value in registers.items():
            inside = f"1{str(value)[1:]}" if attribute == "parent" else value
            changes.append(assertion(element, attribute, inside))
        if "parent" not in registers and parent is not None:
            changes.append(assertion(element, "parent", parent))
    return changes


def setting(element: str, **registers: Json) -> list[Change]:
    return [assertion(element, attribute, value) for attribute, value in registers.items()]


ORDER_TEXT = "entity Basket\n  field a: int\n  field b: int\n  field c: ref Basket"
GESTURES = [
    (creating(ORDER_TEXT), "Added entity Basket with 3 fields and 1 reference"),
    (creating("entity Basket"), "Added entity Basket"),
    (creating("entity"), "Added an entity"),
    (creating("field vat: int", parent=ORDER), "Added field vat to Order"),
    (creating("field", parent=ORDER), "Added a field to Order"),
    (creating("field a: int\nfield b: int", parent=ORDER), "Added 2 fields to Order"),
    (creating("field a: int\nindex _", parent=ORDER), "Added 1 field and 1 index to Order"),
    (creating("entity A\n  index _\nentity B\n  unique _"), "Added 2 entities"),
    (creating("entity A\nentity B\nenum C"), "Added 2 entities and 1 enum"),
    (
        creating("entity A\nentity B\nenum C\nvalue D\n  field a: ref A\nevent E"),
        "Added 2 entities, 1 enum and 2 more with 1 field and 1 reference",
    ),
    (creating("entity A\n  field a\nentity B"), "Added 2 entities with 1 field"),
    (creating("model Webshop"), "Created model Webshop"),
    (
        creating("model Webshop\nentity A\n  field a\n  field b"),
        "Created model Webshop with 1 entity with 2 fields",
    ),
    (setting(LINE_QTY, name="quantity"), "Renamed field qty of OrderLine to quantity"),
    (setting(ORDER, name="Purchase"), "Renamed aggregate Order to Purchase"),
    (setting(NAMELESS, name="Thing"), "Named an entity Thing"),
    ([retraction(ORDER, "name")], "Removed the name of aggregate Order"),
    (setting(QTY, name="a") + setting(TOTAL, name="b"), "Renamed 2 fields of Order"),
    (setting(ORDER, name="a") + setting(ENUM, name="b"), "Renamed 2 elements"),
    (setting(QTY, parent=LINE, order="a1"), "Moved field qty from Order to OrderLine"),
    ([retraction(ORDER, "parent")], "Moved aggregate Order from Ordering to the top"),
    (
        setting(QTY, parent=CUSTOMER) + setting(TOTAL, parent=CUSTOMER),
        "Moved 2 fields to Customer",
    ),
    (
        setting(QTY, parent=CUSTOMER) + setting(TOTAL, parent=LINE),
        "Moved 2 fields to other places",
    ),
    (setting(VIEW, parent=CONTEXT), "Moved view Overview to Ordering"),
    (setting(QTY, order="a9"), "Reordered field qty of Order"),
    (setting(QTY, order="a9") + setting(TOTAL, order="a8"), "Reordered 2 fields of Order"),
    (setting(ORDER, kind="entity"), "Turned aggregate Order into an entity"),
    (
        setting(ORDER, kind="entity") + setting(CUSTOMER, kind="entity"),
        "Turned 2 aggregates into entities",
    ),
    (
        setting(ORDER, kind="entity") + setting(CUSTOMER, kind="value"),
        "Changed the kind of 2 aggregates",
    ),
    (setting(ORDER, removed=True), "Removed aggregate Order"),
    ([retraction(ORDER, "kind")], "Removed aggregate Order"),
    (setting(ORDER, removed=True) + setting(ENUM, removed=True), "Removed 2 elements"),
    (setting(QTY, removed=True) + setting(TOTAL, removed=True), "Removed 2 fields of Order"),
    (setting(QTY, removed=True) + setting(NAME, removed=True), "Removed 2 fields"),
    (setting(INDEX, removed=True), "Removed an index of Order"),
    (setting(TRANSITION, removed=True), "Removed a transition of status"),
    (setting(NAMELESS_FIELD, removed=True), "Removed a field"),
    ([retraction(ORDER, "removed")], "Restored aggregate Order"),
    (setting(ORDER, removed=False), "Restored aggregate Order"),
    (
        setting(QTY, type={"to": "decimal", "args": [12, 2]}),
        "Set the type of field qty of Order to decimal(12, 2)",
    ),
    (
        setting(QTY, type={"to": ORDER, "ref": True}),
        "Set the type of field qty of Order to ref Order",
    ),
    (
        setting(QTY, type={"to": {"name": "Mony"}}),
        "Set the type of field qty of Order to Mony",
    ),
    (setting(QTY, cardinality=[0, None]), "Set the cardinality of field qty of Order to 0..*"),
    (setting(QTY, cardinality=[2, 2]), "Set the cardinality of field qty of Order to 2"),
    (setting(QTY, cardinality=[2, 4]), "Set the cardinality of field qty of Order to 2..4"),
    (setting(QTY, default="1"), "Set the default of field qty of Order to 1"),
    (
        setting(QTY, default={"text": "today()", "ast": None, "names": []}),
        "Set the default of field qty of Order to today()",
    ),
    ([retraction(QTY, "default")], "Removed the default of field qty of Order"),
    (setting(QTY, optional=True), "Made field qty of Order optional"),
    ([retraction(QTY, "optional")], "Made field qty of Order required"),
    (setting(QTY, doc="Words."), "Described field qty of Order"),
    ([retraction(QTY, "doc")], "Removed the description of field qty of Order"),
    (setting(QTY, **{"#pii": True}), "Tagged field qty of Order with pii"),
    ([retraction(QTY, "#pii")], "Removed the tag pii from field qty of Order"),
    (setting(QTY, **{"@x.y": {"order": "a0", "args": []}}), "Set @x.y of field qty of Order"),
    (
        setting(QTY, **{"@x.y": {"order": "a0", "args": ["1", "a: 2"]}}),
        "Set @x.y of field qty of Order to 1 and a: 2",
    ),
    ([retraction(QTY, "@x.y")], "Removed @x.y of field qty of Order"),
    (setting(COMMAND, emits=[GONE]), "Set the emits of command PlaceOrder to an element"),
    (setting(COMMAND, emits=[NAMELESS]), "Set the emits of command PlaceOrder to an entity"),
    (setting(COMMAND, emits=[]), "Set the emits of command PlaceOrder to nothing"),
    (
        setting(INDEX, keys=[{"to": QTY}, {"to": {"name": "x"}, "direction": "desc"}]),
        "Set the keys of an index of Order to qty and x",
    ),
    (setting(ENUM, deprecationNote=7), "Set the deprecation note of enum Status to 7"),
    (setting(ENUM, odd={"b": [True]}), 'Set the odd of enum Status to {"b": [true]}'),
    (setting(ENUM, odd=[True, False, None]), "Set the odd of enum Status to yes, no and nothing"),
    (
        setting(QTY, type={"to": "int"}, default="1"),
        "Changed the type and the default of field qty of Order",
    ),
    (
        setting(QTY, type={"to": "int"}, min="1", max="2", pattern="x"),
        "Changed field qty of Order",
    ),
    (setting(QTY, min="1") + setting(TOTAL, min="2"), "Changed the min of 2 fields of Order"),
    (setting(ORDER, position={"x": 0, "y": 0}), "Moved the card of aggregate Order"),
    (
        [change for n in PLACES[1:] for change in setting(id_at(n), position={"x": n, "y": 0})],
        "Moved 17 cards",
    ),
    (
        [change for n in PLACES for change in setting(id_at(n), position={"x": n, "y": 0})],
        "Moved context Ordering with 17 cards",
    ),
    (
        setting(CONTEXT, position={"x": 0, "y": 0}) + setting(ORDER, position={"x": 0, "y": 0}),
        "Moved context Ordering with 1 card",
    ),
    (setting(CONTEXT, position={"x": 0, "y": 0}), "Moved the frame of context Ordering"),
    (
        setting(VIEW, **{f"at:{ORDER}": {"x": 0, "y": 0}, f"at:{ENUM}": {"x": 0, "y": 0}}),
        "Moved 2 cards in view Overview",
    ),
    (setting(ORDER, trivia={"leading": ["// x"]}), "Changed the comments of aggregate Order"),
    (setting(QTY, name="n", position={"x": 0, "y": 0}), "Renamed field qty of Order to n"),
    (
        setting(QTY, name="n", type={"to": "int"}),
        "Renamed field qty of Order to n and set the type of field qty of Order to int",
    ),
    (
        [
            *creating("entity Basket"),
            *setting(TOTAL, removed=True),
            *setting(QTY, name="n"),
            *setting(ENUM, name="State"),
            *setting(LINE, doc="x"),
        ],
        "Added entity Basket, removed field total of Order and 3 more",
    ),
    ([], "Changed nothing"),
]


@pytest.mark.parametrize(("changes", "words"), GESTURES, ids=[words for _, words in GESTURES])
def test_a_gesture_is_one_plain_sentence(changes: list[Change], words: str) -> None:
    assert told(*changes) == words


CARDS = setting(ORDER, position={"x": 0, "y": 0}) + setting(LINE, position={"x": 8, "y": 0})


@pytest.mark.parametrize(
    ("changes", "label", "words"),
    [
        (CARDS, "Moved 2 cards", "Moved 2 cards"),
        (CARDS, "Laid out everything", "Laid out 2 cards"),
        (CARDS, "Aligned 2 cards", "Aligned 2 cards"),
        (
            setting(CONTEXT, position={}),
            "Resized Ordering",
            "Resized the frame of context Ordering",
        ),
        (CARDS, "undo: Aligned 2 cards", "Undo: moved 2 cards"),
        (
            setting(ORDER, name="Purchase"),
            "undo: Renamed Purchase to Order",
            "Undo: renamed aggregate Order to Purchase",
        ),
        (setting(QTY, removed=True), "redo: Removed qty", "Redo: removed field qty of Order"),
        (setting(QTY, removed=True), "Laid out 2 cards", "Removed field qty of Order"),
        (setting(QTY, name="n"), "Removed everything", "Renamed field qty of Order to n"),
        ([], "undo: nothing", "Undo: changed nothing"),
    ],
)
def test_a_label_only_says_how_it_was_done(changes: list[Change], label: str, words: str) -> None:
    assert told(*changes, cause={"label": label}) == words


TABLES = "\n".join(f"entity T{n}\n  field id: uuid\n  field up: ref T0" for n in range(11))


@pytest.mark.parametrize(
    ("mode", "changes", "start", "cause", "words"),
    [
        (
            Mode.EDIT,
            creating(TABLES),
            None,
            {"import": "chinook.sql"},
            "Imported 11 entities with 22 fields and 11 references",
        ),
        (
            Mode.EDIT,
            [*creating("entity A"), *setting(QTY, name="n")],
            None,
            {"import": True},
            "Imported 1 entity and changed 1 element by an import",
        ),
        (Mode.EDIT, [], None, {"import": {}}, "Imported nothing new"),
        (
            Mode.EDIT,
            setting(ORDER, position={"x": 0, "y": 0}),
            None,
            {"import": {}},
            "Moved the card of aggregate Order",
        ),
        (
            Mode.SCHEDULE,
            setting(QTY, name="quantity"),
            NEW_YEAR,
            None,
            "Planned for 1 Jan 2027: rename field qty of Order to quantity",
        ),
        (
            Mode.SCHEDULE,
            [*setting(QTY, name="quantity"), *creating("entity A"), *setting(ENUM, removed=True)],
            NEW_YEAR + 34_200_000_000,
            None,
            (
                "Planned for 1 Jan 2027 09:30 UTC: add entity A, remove enum Status "
                "and rename field qty of Order to quantity"
            ),
        ),
        (Mode.SCHEDULE, [], NEW_YEAR, None, "Planned for 1 Jan 2027: nothing changes"),
        (
            Mode.CORRECT,
            setting(QTY, name="quantity"),
            parse_instant("2026-03-01T00:00:05Z"),
            None,
            "Corrected from 1 Mar 2026 00:00:05 UTC on: renamed field qty of Order to quantity",
        ),
        (Mode.CORRECT, [], None, None, "Corrected"),
        (
            Mode.END,
            [retraction(QTY, "default")],
            NEW_YEAR,
            None,
            "Ended on 1 Jan 2027: removed the default of field qty of Order",
        ),
        (
            Mode.RESCIND,
            setting(QTY, name="quantity"),
            None,
            {"rescinds": 12},
            "Cancelled commit 12: renamed field qty of Order to quantity",
        ),
        (Mode.RESCIND, [], None, {"rescinds": 12}, "Cancelled commit 12"),
        (Mode.RESCIND, [], None, None, "Cancelled a commit"),
        (
            Mode.BOUNDARY,
            [],
            None,
            {"boundary": NEW_YEAR},
            "The change planned for 1 Jan 2027 took effect",
        ),
        (
            Mode.BOUNDARY,
            [],
            None,
            {"boundary": "2027-01-01T00:00:00.000000Z"},
            "The change planned for 1 Jan 2027 took effect",
        ),
        (Mode.BOUNDARY, [], NEW_YEAR, None, "The change planned for 1 Jan 2027 took effect"),
        (Mode.BOUNDARY, [], None, None, "The change planned took effect"),
    ],
)
def test_every_mode_says_when_it_holds(
    mode: Mode,
    changes: list[Change],
    start: int | None,
    cause: Mapping[str, Json] | None,
    words: str,
) -> None:
    assert told(*changes, mode=mode, start=start, cause=cause) == words


def test_the_first_of_several_periods_speaks_for_a_register() -> None:
    twice = operations([*setting(QTY, default="1"), *setting(QTY, default="2")])
    words = summarise(twice, Mode.EDIT, name_in(BASE, BASE))
    assert words == "Set the default of field qty of Order to 1"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("to Customer and removed everything", "to Customer and removed everything"),
        ("a\nb\t\x1b[31m", "a\\u{a}b\\u{9}\\u{1b}[31m"),
        ("\u202egnp.exe\u2066", "\\u{202e}gnp.exe\\u{2066}"),
        ("a\u2028b\u00a0c\u200dd", "a\\u{2028}b c\u200dd"),
        ("<script>", "<script>"),
        ("x" * 100 + "the end", "x" * 43 + "…" + "xxxxxxxxxthe end"),
        ("名前", "名前"),
    ],
)
def test_hostile_names_are_kept_and_shown_safely(name: str, seen: str) -> None:
    assert told(*setting(ORDER, name=name)) == f"Renamed aggregate Order to {seen}"


def test_a_reader_that_knows_nothing_still_gets_a_sentence() -> None:
    def nobody(_element: str) -> Named:
        return Named(None, None)

    assert summarise(operations(creating(ORDER_TEXT)), Mode.EDIT, nobody) == (
        "Added entity Basket with 3 fields and 1 reference"
    )
    renamed = operations(setting(QTY, name="n"))
    assert summarise(renamed, Mode.EDIT, nobody) == "Named an element n"
    removed = operations(setting("x", removed=True))
    assert summarise(removed, Mode.EDIT, nobody) == "Removed an element"


def test_an_element_made_and_removed_at_once_was_removed() -> None:
    assert told(*creating("entity A"), *setting(f"1{id_at(0)[1:]}", removed=True)) == (
        "Removed entity A"
    )


def test_the_same_commit_always_reads_the_same() -> None:
    graph = Graph.of(BASE)
    assert graph.elements
    for changes, words in GESTURES:
        assert told(*changes) == told(*changes) == words
