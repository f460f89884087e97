"""Which registers name elements that are not there yet, and by which names."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.ids import ElementId
from domain.model.operations import Register
from domain.model.scope import steps_of
from domain.model.values import Json

NESTED: Final = frozenset({dict, list})
"""Types of values that can hold a mere name."""
_NOTHING: Final[Mapping[Register, None]] = {}


class Waiting:
    """The registers that hold a mere name, `{"name": path}`, found by each name in the path."""

    __slots__ = ("_by_element", "_by_name")

    def __init__(self) -> None:
        self._by_element: dict[ElementId, dict[str, frozenset[str]]] = {}
        self._by_name: dict[str, dict[Register, None]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_element)

    def __len__(self) -> int:
        """Return how many elements wait."""
        return len(self._by_element)

    def __iter__(self) -> Iterator[Register]:
        for element in self._by_element:
            yield from self.of_element(element)

    def of_element(self, element: ElementId) -> Iterator[Register]:
        """Walk the registers of one element that wait."""
        return ((element, attribute) for attribute in self._by_element.get(element, ()))

    def for_name(self, name: str) -> Iterator[Register]:
        """Walk the registers that wait for a path in which a name stands."""
        return iter(self._by_name.get(name, _NOTHING))

    def put(self, element: ElementId, attribute: str, value: Json) -> None:
        """Note what a register holds now, None when nothing."""
        names = frozenset(step for path in paths_in(value) for step in steps_of(path))
        held = self._by_element.get(element, {})
        former = held.get(attribute, frozenset())
        if names == former:
            return
        for name in former - names:
            registers = self._by_name[name]
            del registers[element, attribute]
            if not registers:
                del self._by_name[name]
        for name in names - former:
            self._by_name.setdefault(name, {})[element, attribute] = None
        self._keep(element, attribute, names)

    def _keep(self, element: ElementId, attribute: str, names: frozenset[str]) -> None:
        if names:
            self._by_element.setdefault(element, {})[attribute] = names
            return
        held = self._by_element[element]
        del held[attribute]
        if not held:
            del self._by_element[element]


def may_wait(value: Json) -> bool:
    """Tell, quickly, when a value surely holds no mere name; positions and most types do not."""
    if isinstance(value, dict):
        return "name" in value or isinstance(value.get("to"), dict)
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def paths_in(value: Json) -> Iterator[str]:
    """Walk the paths of what a value names without an id, whatever the register."""
    for item in value if isinstance(value, list) else (value,):
        path = path_of(item)
        if path is None and isinstance(item, dict):
            path = path_of(item.get("to"))
        if path is not None:
            yield path


def path_of(reference: Json) -> str | None:
    """Return the path of a reference that is a mere name, None for any other value."""
    if not isinstance(reference, dict) or reference.keys() != _MERE:
        return None
    path = reference["name"]
    return path if isinstance(path, str) and path else None


_MERE: Final = {"name"}
