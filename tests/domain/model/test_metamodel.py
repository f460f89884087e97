"""The meta-model is frozen: tests/golden/metamodel.json and docs/kinds.md say what it says.

After a change on purpose, `SCHEMAOS_UPDATE_GOLDEN=1 .venv/bin/pytest tests/domain/model` writes
both anew; a change of the golden is a migration of the log.
"""

import json
import os
from pathlib import Path

import pytest

from domain.errors import BadValue
from domain.model.metamodel import (
    ANNOTATION,
    KINDS,
    MODEL,
    PLACE,
    TAG,
    Merge,
    Weight,
    accept_attribute,
    attribute_of,
    children_kinds,
    is_layout,
)
from domain.model.reference import catalogue, page
from domain.model.types import OneOf, Ref, Refs, Route, ValueType, accept
from domain.model.values import Json

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "metamodel.json"
PAGE = ROOT / "docs" / "kinds.md"
VIEWED = "00000000-0000-7000-8000-000000000001"


def golden_text() -> str:
    """One register a line, so that a change of one is a change of one line."""
    whole = catalogue()
    lines = ["{"]
    for section, entries in whole.items():
        assert isinstance(entries, dict)
        lines.append(f'"{section}": {{')
        for name, entry in entries.items():
            lines.extend(entry_lines(name, entry))
        lines[-1] = lines[-1].rstrip(",")
        lines.append("},")
    lines[-1] = "}"
    return "\n".join([*lines, "}", ""])


def entry_lines(name: str, entry: Json) -> list[str]:
    if not isinstance(entry, dict) or "registers" not in entry:
        return [f"  {compact(name)}: {compact(entry)},"]
    registers = entry["registers"]
    assert isinstance(registers, dict)
    head = compact({key: value for key, value in entry.items() if key != "registers"})
    lines = [f"    {compact(key)}: {compact(value)}," for key, value in registers.items()]
    lines[-1] = lines[-1].rstrip(",")
    return [f'  {compact(name)}: {head[:-1]}, "registers": {{', *lines, "  }},"]


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def compare(path: Path, text: str) -> None:
    if os.environ.get("SCHEMAOS_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_the_golden_holds_every_register_of_every_kind() -> None:
    text = golden_text()
    assert json.loads(text) == json.loads(json.dumps(catalogue()))
    compare(GOLDEN, text)


def test_the_reference_page_is_what_the_declaration_says() -> None:
    compare(PAGE, page())


def test_every_kind_of_the_table_is_declared() -> None:
    table = (
        "model subdomain context aggregate entity value type enum enumValue union mixin field "
        "command event query readModel invariant lifecycle transition index unique actor system "
        "service contextRelation accessRule binding source mapping webhook capability workflow "
        "trigger step story sentence board sticky view note area term"
    )
    added = {"import", "requirement", "serviceOperation", "argument"}
    assert set(KINDS) == set(table.split()) | added


def test_identifiers_are_camel_case_ascii() -> None:
    for kind in KINDS.values():
        for name in (kind.name, *kind.attributes):
            assert name.isascii()
            assert name.isalpha()
            assert name[0].islower()


def test_every_kind_has_the_common_registers() -> None:
    for kind in KINDS.values():
        wanted = ["kind", "name", "parent", "order", "removed", "doc", "trivia"]
        if kind.name == MODEL:
            wanted = ["kind", "name", "order", "doc", "trivia"]
        assert set(wanted) <= set(kind.attributes)
        assert kind.attributes["kind"].required
        assert kind.attributes["doc"].merge is Merge.TEXT


def test_only_a_doc_is_merged_as_text() -> None:
    texts = {
        attribute.name
        for kind in KINDS.values()
        for attribute in kind.attributes.values()
        if attribute.merge is Merge.TEXT
    }
    assert texts == {"doc"}


def test_parents_and_references_name_kinds_that_exist() -> None:
    for kind in KINDS.values():
        assert kind.parents <= set(KINDS) - {MODEL}
        assert kind.at_top or kind.parents or kind.name == MODEL
        for attribute in kind.attributes.values():
            assert set(pointed_at(attribute.type)) <= set(KINDS)


def pointed_at(type_: ValueType) -> tuple[str, ...]:
    if isinstance(type_, OneOf):
        return tuple(kind for option in type_.types for kind in pointed_at(option))
    return type_.kinds if isinstance(type_, Ref | Refs | Route) else ()


def test_the_meaning_of_an_absent_register_is_a_value_of_it() -> None:
    for kind in KINDS.values():
        for attribute in kind.attributes.values():
            if attribute.default is not None:
                accept(attribute.type, attribute.default, subject=attribute.name)
                assert not attribute.required


def test_one_name_has_one_type_in_all_kinds_that_have_it() -> None:
    different: dict[str, set[str]] = {}
    for kind in KINDS.values():
        for attribute in kind.attributes.values():
            different.setdefault(attribute.name, set()).add(type(attribute.type).__name__)
    assert [name for name, types in different.items() if len(types) > 1] == []


def test_namespaces_are_model_context_and_aggregate() -> None:
    namespaces = {kind.name for kind in KINDS.values() if kind.namespace}
    assert namespaces == {"model", "context", "aggregate"}


def test_what_may_stand_where() -> None:
    assert "entity" in children_kinds(None)
    assert children_kinds(None) == children_kinds(MODEL)
    assert children_kinds("enum") == ("enumValue",)
    assert children_kinds("nothing") == ()
    assert "field" not in children_kinds(None)


def test_registers_with_names_of_peoples_choice() -> None:
    assert attribute_of("field", "@db.type") is ANNOTATION
    assert attribute_of("field", "@`odd name`.größe") is ANNOTATION
    assert attribute_of("field", "#billing-2") is TAG
    assert attribute_of("view", f"at:{VIEWED}") is PLACE
    assert attribute_of("entity", f"at:{VIEWED}") is None
    assert attribute_of("view", "at:home") is None
    for name in ("@", "@a b", "@a..b", "#", "# a", "@" + "a" * 200, ""):
        assert attribute_of("field", name) is None


def test_a_declared_register_is_found_and_no_other() -> None:
    found = attribute_of("field", "type")
    assert found is not None
    assert found.required
    assert found.weight is Weight.MEANING
    assert attribute_of("field", "tpye") is None
    assert attribute_of("nothing", "name") is None
    assert attribute_of("field", "position") is None


def test_layout_is_what_is_only_drawn_or_written() -> None:
    drawn = ["position", "trivia", f"at:{VIEWED}"]
    assert [name for name in (*drawn, "order", "name", "@db.type") if is_layout(name)] == drawn


def test_a_value_is_accepted_by_kind_and_attribute() -> None:
    assert accept_attribute("step", "retry", 3.0) == 3
    with pytest.raises(BadValue, match='kind "thing" is unknown; use one of model, '):
        accept_attribute("thing", "name", "x")
    with pytest.raises(BadValue, match='attribute "tpye" of field is unknown; use one of kind, '):
        accept_attribute("field", "tpye", "x")
    with pytest.raises(BadValue, match='attribute "key" of field is text; give true or false'):
        accept_attribute("field", "key", "yes")


def test_every_fact_of_the_reference_example_has_a_register() -> None:
    for kind, attribute, value in EXAMPLE:
        assert accept_attribute(kind, attribute, value) == value


ELEMENT = "00000000-0000-7000-8000-00000000000a"
EXPRESSION: Json = {
    "text": "self.lines.sum(l, l.subtotal)",
    "ast": ["call", ELEMENT],
    "names": [["l.subtotal", ELEMENT], ["lines", ELEMENT]],
}
EXAMPLE: tuple[tuple[str, str, Json], ...] = (
    ("model", "name", "Webshop"),
    ("model", "doc", "Reference model of the SchemaOS tutorial."),
    ("type", "type", {"to": "string"}),
    ("type", "pattern", "^[A-Z]{3}-[0-9]{4}$"),
    ("enumValue", "name", "EUR"),
    ("field", "type", {"to": "decimal", "args": [12, 2]}),
    ("context", "subdomainType", "supporting"),
    ("field", "type", {"to": {"name": "Money"}}),
    ("field", "key", True),
    ("field", "max", "120"),
    ("context", "title", "From cart to hand-over"),
    ("context", "owner", "checkout_team"),
    ("field", "format", "email"),
    ("field", "unique", True),
    ("field", "pii", True),
    ("field", "trivia", {"trailing": "// printed on the invoice"}),
    ("field", "type", {"to": ELEMENT, "ref": True}),
    ("field", "inverse", "orders"),
    ("field", "default", "Draft"),
    ("field", "cardinality", [1, None]),
    ("field", "optional", True),
    ("field", "derived", EXPRESSION),
    ("field", "onDelete", "restrict"),
    ("field", "min", "1"),
    ("invariant", "message", "All lines share one currency"),
    ("invariant", "expression", EXPRESSION),
    ("lifecycle", "field", ELEMENT),
    ("transition", "from", [ELEMENT, {"name": "Placed"}]),
    ("transition", "to", ELEMENT),
    ("transition", "on", {"name": "CancelOrder"}),
    ("command", "actor", ELEMENT),
    ("requirement", "message", "The cart is empty"),
    ("requirement", "expression", EXPRESSION),
    ("command", "emits", [ELEMENT]),
    ("event", "version", 2),
    ("index", "keys", [{"to": ELEMENT}, {"to": {"name": "placedAt"}, "direction": "desc"}]),
    ("contextRelation", "upstream", ELEMENT),
    ("contextRelation", "downstream", ELEMENT),
    ("contextRelation", "relation", "upstreamDownstream"),
    ("contextRelation", "upstreamRoles", ["OHS", "PL"]),
    ("contextRelation", "downstreamRoles", ["ACL"]),
    ("binding", "capabilities", [{"name": "PaginatedList"}, {"name": "WebhookSource"}]),
    ("source", "path", "charges"),
    ("source", "target", ELEMENT),
    ("mapping", "route", [ELEMENT]),
    ("mapping", "expression", {"text": "decimal(src.amount) / 100", "ast": None, "names": []}),
    ("webhook", "path", "charge.succeeded"),
    ("webhook", "event", ELEMENT),
    ("workflow", "title", "Charge the card, then confirm"),
    ("trigger", "event", ELEMENT),
    ("trigger", "name", "placed"),
    ("step", "action", "call"),
    ("step", "target", ELEMENT),
    ("argument", "target", ELEMENT),
    ("argument", "expression", EXPRESSION),
    ("step", "retry", 3),
    ("step", "where", EXPRESSION),
    ("step", "within", "24h"),
    ("step", "otherwise", ELEMENT),
    ("step", "then", "end"),
    ("step", "then", ELEMENT),
    ("story", "title", "to-be, happy path"),
    ("sentence", "number", 1),
    ("sentence", "actor", ELEMENT),
    ("sentence", "verb", "puts"),
    ("sentence", "object", ELEMENT),
    ("sentence", "phrases", [{"word": "into", "to": {"name": "Cart"}}]),
)
