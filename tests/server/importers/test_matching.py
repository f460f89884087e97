"""An import into a model that is there: ids stay, nothing goes, new things come last."""

from itertools import count

from domain.model.graph import Graph
from domain.model.live import LiveGraph
from domain.model.operations import Registers, apply, assertion
from domain.model.structure import refuse
from server.importers.matching import changes, match
from server.importers.postgres_sql import PostgresSql

FIRST = """
CREATE TABLE customer (id int PRIMARY KEY, name text);
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customer (id));
"""
SECOND = """
CREATE TABLE customer (id int PRIMARY KEY, name varchar(40) NOT NULL, email text);
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customer (id));
CREATE TABLE invoice (id int PRIMARY KEY, orders int REFERENCES orders (id));
"""


class CountedIds:
    def __init__(self, start: int = 1) -> None:
        self._numbers = count(start)

    def next_id(self) -> str:
        return f"00000000-0000-7000-8000-{next(self._numbers):012x}"


def imported_first() -> Registers:
    return apply(changes(PostgresSql().read(FIRST, ids=CountedIds())), {})


def then_second(registers: Registers) -> Registers:
    second = PostgresSql().read(SECOND, ids=CountedIds(1000))
    return apply(match(second, Graph.of(registers)), registers)


def paths(registers: Registers) -> dict[str, str]:
    graph = Graph.of(registers)
    return {graph.path(element): element for element in graph.elements}


def test_the_same_file_again_changes_nothing() -> None:
    registers = imported_first()
    again = PostgresSql().read(FIRST, ids=CountedIds(1000))
    assert match(again, Graph.of(registers)) == ()


def test_what_is_there_keeps_its_id_and_what_is_new_is_added() -> None:
    before = imported_first()
    after = then_second(before)
    old, new = paths(before), paths(after)
    assert {path: new[path] for path in old} == old
    assert set(new) - set(old) == {"customer.email", "invoice", "invoice.id", "invoice.orders"}
    assert after[new["customer.name"]]["type"] == {"to": "string"}


def test_references_of_new_elements_point_at_what_is_there() -> None:
    before = imported_first()
    after = then_second(before)
    ids = paths(after)
    assert after[ids["invoice.orders"]]["type"] == {"to": ids["orders"], "ref": True}


def test_new_siblings_leave_their_place_to_the_room_and_stand_beside_the_others() -> None:
    before = imported_first()
    after = then_second(before)
    ids = paths(after)
    assert "order" not in after[ids["invoice"]]
    assert "order" not in after[ids["customer.email"]]
    assert "order" in after[ids["invoice.id"]]
    rights = [registers["position"] for registers in before.values() if "position" in registers]
    place = after[ids["invoice"]]["position"]
    assert isinstance(place, dict)
    assert all(isinstance(box, dict) and place["x"] >= box["x"] + 232 for box in rights)


IN_A_CONTEXT = "CREATE TABLE sales.{} (id int PRIMARY KEY, note text);"


def test_what_joins_a_context_stands_below_its_cards() -> None:
    first = PostgresSql().read(IN_A_CONTEXT.format("a"), ids=CountedIds())
    before = apply(changes(first), {})
    second = PostgresSql().read(
        IN_A_CONTEXT.format("a") + IN_A_CONTEXT.format("b"),
        ids=CountedIds(1000),
    )
    after = apply(match(second, Graph.of(before)), before)
    ids = paths(after)
    there, new = after[ids["sales.a"]]["position"], after[ids["sales.b"]]["position"]
    assert isinstance(there, dict)
    assert new == {"x": there["x"], "y": there["y"] + 160}  # 81 high, 72 apart, snapped


def test_places_and_documentation_of_people_stay() -> None:
    registers = imported_first()
    customer = paths(registers)["customer"]
    mine = (
        assertion(customer, "doc", "Who buys."),
        assertion(customer, "position", {"x": 5, "y": 7}),
    )
    after = then_second(apply(mine, registers))
    assert after[customer]["doc"] == "Who buys."
    assert after[customer]["position"] == {"x": 5, "y": 7}


def test_the_result_is_a_legal_model() -> None:
    before = imported_first()
    second = PostgresSql().read(SECOND, ids=CountedIds(1000))
    assert refuse(LiveGraph.of(before), match(second, Graph.of(before))) == ()


TWINS = """
CREATE TABLE a (x int, CONSTRAINT twin CHECK (x > 0), CONSTRAINT twin CHECK (x <> 7));
"""


def test_twins_stay_two_and_each_meets_its_own_again() -> None:
    first = PostgresSql().read(TWINS, ids=CountedIds())
    other = PostgresSql().read("CREATE TABLE a (x int);", ids=CountedIds(500))
    again = PostgresSql().read(TWINS, ids=CountedIds(1000))
    registers = apply(changes(first), {})
    assert match(again, Graph.of(registers)) == ()
    after = apply(match(again, Graph.of(apply(changes(other), {}))), apply(changes(other), {}))
    twins = [each["expression"] for each in after.values() if each["kind"] == "invariant"]
    assert len(twins) == 2
    assert twins[0] != twins[1]
