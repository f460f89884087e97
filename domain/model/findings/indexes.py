"""Rules on indexes and unique rules: about fields of their own entity."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, setting
from domain.model.findings.index import Index, nearest
from domain.model.graph import Element
from domain.model.values import Json
from domain.model.wording import shown, title_of


def _index_unknown_field(element: Element, index: Index) -> Iterator[Fault]:
    owner, keys = index.parent(element), element.get("keys")
    if owner is None or not isinstance(keys, list):
        return
    fields = list(index.fields(owner))
    ids = {each.id for each in fields}
    for at, key in enumerate(keys):
        to = key.get("to") if isinstance(key, Mapping) else None
        field = index.get(to)
        if field is not None and field.id in ids:
            continue
        name = field.name if field is not None else _name(to)
        if name is None:
            continue
        names = {each.name: each for each in fields if each.name}
        meant = nearest(name, names)
        fixes: tuple[Fix, ...] = ()
        if meant is not None and isinstance(key, Mapping):
            swapped = [*keys[:at], {**key, "to": names[meant].id}, *keys[at + 1 :]]
            fixes = (setting(f"Use {shown(meant)}", element.id, "keys", swapped),)
        yield Fault(
            f"{index.called(owner)} has no field {shown(name)}, which its "
            f"{title_of(element.kind)} names.",
            f"Did you mean {shown(meant)}?" if meant else "Name a field it has.",
            "keys",
            fixes,
        )


RULES: Final = (
    Rule(
        "index-unknown-field",
        Scope.MODEL,
        Level.ERROR,
        frozenset({"index", "unique"}),
        "The keys of an index are fields of its entity.",
        _index_unknown_field,
    ),
)


def _name(value: Json) -> str | None:
    name = value.get("name") if isinstance(value, Mapping) else None
    return name if isinstance(name, str) else None
