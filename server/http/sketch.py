"""A model drawn by a few calls: what the demo is made of.

Everything is called by its name, and may be referred to before it is drawn; a field is a line such
as `status: OrderStatus = Draft`, `lines: OrderLine[1..*]` or `email: email? unique pii`.
"""

import re
from collections.abc import Mapping
from typing import Final

from domain.ids import ElementId, IdSource
from domain.model.operations import Change, assertion
from domain.model.types import BUILTINS
from domain.model.values import Json

_FIELD: Final = re.compile(
    r"(?P<name>\w+): (?P<ref>ref )?(?P<type>\w+)(?:\((?P<args>[\d, ]+)\))?"
    r"(?P<many>\[1\.\.\*\])?(?P<optional>\?)?"
    r"(?: := (?P<derived>.+)|(?: = (?P<default>\S+))?(?: (?P<marks>.+))?)",
).fullmatch


class Sketch:
    """What was drawn since it was taken last."""

    def __init__(self, ids: IdSource) -> None:
        self._ids = ids
        self._known: dict[str, ElementId] = {}
        self._changes: list[Change] = []

    def take(self) -> tuple[Change, ...]:
        """Return what was drawn since."""
        taken, self._changes = tuple(self._changes), []
        return taken

    def id(self, name: str) -> ElementId:
        """Return the id of what is called so, of a part as `Order.status`."""
        if name not in self._known:
            self._known[name] = self._ids.next_id()
        return self._known[name]

    def draw(
        self,
        kind: str,
        name: str,
        parent: str | None = None,
        at: tuple[int, ...] | None = None,
        **more: Json,
    ) -> None:
        """Draw an element, at x, y or in a box of x, y, w, h."""
        registers: dict[str, Json] = {"kind": kind, "name": name.rpartition(".")[2], **more}
        if parent is not None:
            registers["parent"] = self.id(parent)
        if at is not None:
            registers["position"] = dict(zip("xywh", at, strict=False))
        self.put(name, registers)

    def fields(self, owner: str, *lines: str) -> None:
        """Draw the fields of an element, one line each."""
        for line in lines:
            self._field(owner, line)

    def values(self, owner: str, *names: str) -> None:
        """Draw the values of an enum."""
        for name in names:
            self.draw("enumValue", f"{owner}.{name}", owner)

    def rule(self, owner: str, name: str, message: str, text: str) -> None:
        """Draw a rule that an element keeps."""
        held = {"message": message, "expression": _expression(text)}
        self.draw("invariant", f"{owner}.{name}", owner, None, **held)

    def put(self, name: str, registers: Mapping[str, Json]) -> None:
        """Give registers of what is called so a value."""
        element = self.id(name)
        self._changes += [assertion(element, key, value) for key, value in registers.items()]

    def _field(self, owner: str, line: str) -> None:
        field = _FIELD(line)
        if field is None:
            raise ValueError(line)
        target = field["type"]
        type_: dict[str, Json] = {"to": target if target in BUILTINS else self.id(target)}
        if field["args"]:
            type_["args"] = [int(each) for each in field["args"].split(",")]
        if field["ref"]:
            type_["ref"] = True
        held: dict[str, Json] = {"type": type_}
        if field["many"]:
            held["cardinality"] = [1, None]
        if field["optional"]:
            held["optional"] = True
        if field["default"]:
            held["default"] = field["default"]
        if field["derived"]:
            held["derived"] = _expression(field["derived"])
        held |= dict.fromkeys((field["marks"] or "").split(), True)
        self.draw("field", f"{owner}.{field['name']}", owner, None, **held)


def _expression(text: str) -> Json:
    return {"text": text, "ast": None, "names": []}
