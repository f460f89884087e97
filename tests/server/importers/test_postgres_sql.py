"""Postgres SQL in, elements out: case files beside this test, and the schemas of others."""

import os
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import orjson
import pytest

from domain.model.graph import Graph
from domain.model.live import LiveGraph
from domain.model.structure import refuse
from server.importers.importer import Imported
from server.importers.matching import changes
from server.importers.postgres_sql import PostgresSql

CASES = sorted((Path(__file__).parent / "cases").glob("*.sql"))
OTHERS = Path(__file__).parents[4] / "shared" / "data"


class CountedIds:
    """Ids in a row, so that a test reads them back by order."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def next_id(self) -> str:
        return f"00000000-0000-7000-8000-{next(self._numbers):012x}"


def read(text: str) -> Imported:
    return PostgresSql().read(text, ids=CountedIds())


def outline(imported: Imported) -> str:
    """Print an import as a tree of elements, ids replaced by paths, then the losses."""
    graph = Graph.of(imported.registers)
    paths = {element: graph.path(element) for element in graph.elements}
    lines = [f"{word}: {number}" for word, number in imported.counts.items()]
    for element in graph.in_tree_order():
        depth = sum(1 for _ in graph.ancestors(element.id))
        lines.append(
            f"{'  ' * depth}{element.kind} {element.name}{_facts(element.registers, paths)}"
        )
    lines += ["", *(loss.sentence() for loss in imported.losses), ""]
    return "\n".join(lines)


def _facts(registers: Mapping[str, object], paths: Mapping[str, str]) -> str:
    hidden = ("kind", "name", "parent", "order", "position")
    facts = {name: value for name, value in sorted(registers.items()) if name not in hidden}
    text = orjson.dumps(facts).decode() if facts else ""
    for identity, path in paths.items():
        text = text.replace(identity, path)
    return f" {text}" if text else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_comes_in_as_its_outline_says(case: Path) -> None:
    """`UPDATE_GOLDEN=1 pytest` writes the outlines anew: read the difference before you keep it."""
    expected = case.with_suffix(".txt")
    found = outline(read(case.read_text()))
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(found)
    assert found == expected.read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_comes_in_is_a_legal_model(case: Path) -> None:
    assert refuse(LiveGraph.of({}), changes(read(case.read_text()))) == ()


def test_cards_stand_inside_the_frame_of_their_context() -> None:
    """Places are those on the canvas, also inside a context, and multiples of 8."""
    text = "".join(f"CREATE TABLE s{i % 2}.t{i} (id int PRIMARY KEY);" for i in range(9))
    registers = read(text + "CREATE TABLE alone (id int);").registers
    for element in registers.values():
        box = element.get("position")
        if not isinstance(box, dict):
            continue
        assert all(number % 8 == 0 for number in box.values())
        frame = registers.get(str(element.get("parent")), {}).get("position")
        if isinstance(frame, dict):
            assert frame["x"] < box["x"] < box["x"] + 232 < frame["x"] + frame["w"]
            assert frame["y"] < box["y"] < box["y"] + 59 < frame["y"] + frame["h"]


SCHEMAS_OF_OTHERS = (
    ("chinook/Chinook_PostgreSql.sql", {"tables": 11, "columns": 64, "references": 11}),
    ("northwind/northwind.sql", {"tables": 14, "columns": 92, "references": 13}),
    ("sakila/postgres-sakila-schema.sql", {"tables": 15, "enums": 1, "types": 1}),
)


@pytest.mark.parametrize(("file", "counts"), SCHEMAS_OF_OTHERS)
def test_schema_of_others_comes_in_whole(file: str, counts: Mapping[str, int]) -> None:
    path = OTHERS / file
    if not path.exists():
        pytest.skip(f"the schemas of others are not beside this checkout: {file} is missing")
    imported = read(path.read_text())
    assert {word: imported.counts[word] for word in counts} == counts
    assert refuse(LiveGraph.of({}), changes(imported)) == ()
    fields = [r for r in imported.registers.values() if r["kind"] == "field"]
    references = [f for f in fields if isinstance(f["type"], Mapping) and f["type"].get("ref")]
    assert len(references) >= counts.get("references", 0)
    assert len(fields) >= counts.get("columns", 0)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("CREATE TABLE a (id int); CREATE TABEL b (id int); CREATE TABLE c (id int);", "TABEL"),
        ("CREATE TABLE a (id int); CREAT TABLE b (id int); CREATE TABLE c (id int);", "CREAT "),
        ("CREATE TABLE a (id int); CREATE TABLE b (id int; CREATE TABLE c (id int);", "b (id int"),
        ("CREATE TABLE a (id int); CREATE TABLE \x01b (i); CREATE TABLE c (id int);", "\x01b"),
    ],
)
def test_one_broken_statement_is_a_loss_and_nothing_more(text: str, fact: str) -> None:
    imported = read(text)
    names = [r["name"] for r in imported.registers.values() if r["kind"] == "entity"]
    assert names == ["a", "c"]
    assert any(fact in loss.subject for loss in imported.losses)


def test_losses_name_the_line_of_the_file() -> None:
    imported = read("-- one\n\nCREATE TABLE a (\n  id int,\n  place geometry\n);\n")
    assert [loss.line for loss in imported.losses] == [5]


@pytest.mark.parametrize(
    "text",
    ["", ";;;", "-- nothing", "/* open", "'open", "$$ open", "COPY a FROM stdin;\n1\n", "\\"],
)
def test_a_script_without_tables_is_empty(text: str) -> None:
    assert read(text).registers == {}


def test_tables_that_inherit_from_each_other_do_not_loop() -> None:
    text = "CREATE TABLE a (x int); CREATE TABLE b (x int);"
    text += "ALTER TABLE a INHERIT b; ALTER TABLE b INHERIT a;"
    assert {r["name"] for r in read(text).registers.values()} >= {"a", "b"}


def names(imported: Imported) -> list[object]:
    return [registers["name"] for registers in imported.registers.values()]


def test_a_name_of_several_lines_comes_in_as_one_and_stops_nothing() -> None:
    imported = read('CREATE TABLE "new\norder" ("a\r\n b" int, c int);')
    assert names(imported) == ["new order", "a b", "c"]
    assert [loss.sentence() for loss in imported.losses] == [
        "the name of entity new order has a line break; it came in as new order; rename it",
        "the name of field a b has a line break; it came in as a b; rename it",
    ]


def test_a_name_too_long_is_cut() -> None:
    imported = read(f"CREATE TYPE mood AS ENUM ('{'very ' * 100}happy', 'sad');")
    assert "sad" in names(imported)
    assert max(len(str(name)) for name in names(imported)) <= 200
    assert refuse(LiveGraph.of({}), changes(imported)) == ()


def test_a_value_that_no_register_holds_is_left_out_alone() -> None:
    imported = read(
        f"CREATE TABLE a (b text DEFAULT '{'x' * 70_000}', c int);"
        f"COMMENT ON TABLE a IS '{'y' * 70_000}';",
    )
    assert names(imported) == ["a", "b", "c"]
    assert refuse(LiveGraph.of({}), changes(imported)) == ()
    assert [loss.subject for loss in imported.losses] == [
        "the doc of entity a",
        "the default of field b",
    ]


def test_a_column_declared_twice_is_a_loss() -> None:
    imported = read("CREATE TABLE a (\n  id int,\n  id text\n);")
    (loss,) = imported.losses
    assert (loss.line, loss.subject) == (3, "column a.id")
    assert loss.fact == "is declared twice and came in as the last of them says"


def test_a_column_added_if_it_is_not_there_stays_as_it_was() -> None:
    imported = read("CREATE TABLE a (id int);ALTER TABLE a ADD COLUMN IF NOT EXISTS id text;")
    (field,) = (r for r in imported.registers.values() if r["kind"] == "field")
    assert field["type"] == {"to": "int"}
    assert imported.losses == ()
