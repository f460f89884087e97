"""A short way to write a model in a test: one element a line, children indented.

    context Ordering
      aggregate Order
        field id: uuid {"key": true}
        field customer: ref Customer
      aggregate Customer

A line is `kind [name] [: [ref] type] [JSON]`. A name with odd characters stands in backquotes, `_`
is no name. A type is a builtin, a name written elsewhere in the text, `?Name` for one that is not
bound, or `!` for one that was removed; so are `"&Name"` and `"&!"` inside the JSON.
"""

import json
import re
from collections.abc import Iterable

from domain.ids import ElementId
from domain.model.operations import Registers
from domain.model.types import BUILTINS
from domain.model.values import Json

_LINE = re.compile(
    r"(?P<indent> *)(?P<kind>\w+)(?: (?P<name>`[^`]+`|[^\s:{]+))?"
    r"(?:: (?P<ref>ref )?(?P<type>[?!]?\w*))?(?: (?P<json>\{.*\}))?",
).fullmatch

GONE = "00000000-0000-7000-8000-00000000dead"


def id_at(number: int) -> ElementId:
    """Return the id of the element on the line of that number, counted from 0."""
    return f"00000000-0000-7000-8000-{number:012d}"


def registers_of(text: str) -> Registers:
    lines = [line for line in text.splitlines() if line.strip()]
    matches = [found for line in lines if (found := _LINE(line)) is not None]
    assert len(matches) == len(lines), text
    margin = min(len(found["indent"]) for found in matches)
    names: dict[str, ElementId] = {"!": GONE}
    for number, found in enumerate(matches):
        names.setdefault(_name(found["name"]) or "", id_at(number))
    registers: dict[ElementId, dict[str, Json]] = {}
    open_: list[ElementId] = []
    for number, found in enumerate(matches):
        depth = (len(found["indent"]) - margin) // 2
        del open_[depth:]
        own: dict[str, Json] = {"kind": found["kind"], "order": f"a{number:04d}"}
        if open_:
            own["parent"] = open_[-1]
        if (name := _name(found["name"])) is not None:
            own["name"] = name
        if found["type"] is not None:
            own["type"] = _type(found["type"], names, is_ref=found["ref"] is not None)
        written = json.loads(found["json"] or "{}")
        own |= {attribute: _bound(value, names) for attribute, value in written.items()}
        registers[id_at(number)] = own
        open_.append(id_at(number))
    return registers


def only(signs: str, lines: Iterable[str]) -> str:
    """Return the lines that begin with one of the signs, without them."""
    return "\n".join(line[1:] for line in lines if line[:1] in signs)


def _name(written: str | None) -> str | None:
    return None if written in {None, "_"} else str(written).strip("`")


def _type(written: str, names: dict[str, ElementId], *, is_ref: bool) -> Json:
    to: Json = written
    if written.startswith("?"):
        to = {"name": written[1:]}
    elif written not in BUILTINS:
        to = names[written]
    return {"to": to, "ref": True} if is_ref else {"to": to}


def _bound(value: Json, names: dict[str, ElementId]) -> Json:
    match value:
        case str() if value.startswith("&"):
            return names[value[1:]]
        case dict():
            return {key: _bound(item, names) for key, item in value.items()}
        case list():
            return [_bound(item, names) for item in value]
        case _:
            return value
