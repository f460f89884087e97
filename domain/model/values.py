"""Values that a register may hold: JSON without floats, safe to store, hash and merge for ever.

Decimals travel as text and whole numbers stay below 2^53, so that the canonical bytes of a commit
equal RFC 8785 and no JavaScript, jsonb or CRDT changes a digit. A value once built is not changed.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from domain.errors import BadValue

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None

LARGEST_INTEGER: Final = 2**53 - 1
LONGEST_NAME: Final = 200  # characters
LARGEST_VALUE: Final = 64 * 1024  # characters of text and keys, plus one per number or bracket
DEEPEST_VALUE: Final = 64  # nested lists and objects
_PROTOTYPE: Final = "__proto__"  # JavaScript takes this key for something else and loses the value


def normalise(value: object, *, subject: str) -> Json:
    """Return `value` as storable JSON: whole floats become integers; raise BadValue otherwise.

    A CRDT document gives the integer 7 back as 7.0, hence the one conversion. Refused are
    fractions, integers of 2^53 or more, U+0000, lone surrogates, keys that are not ASCII or
    `__proto__`, nesting deeper than DEEPEST_VALUE and anything larger than LARGEST_VALUE.
    """
    result, size = _normalise(value, subject, 0)
    if size > LARGEST_VALUE:
        raise BadValue(subject, f"is {size} characters large", f"keep it under {LARGEST_VALUE}")
    return result


def text_problem(text: str) -> str | None:
    """Say what keeps `text` from being stored, or None."""
    if "\0" in text:
        return "holds the character U+0000"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half of a surrogate pair"
    return None


def _normalise(value: object, subject: str, depth: int) -> tuple[Json, int]:
    match value:
        case None | bool():
            return value, 1
        case str():
            return _text(value, subject), len(value)
        case int() | float():
            return _integer(value, subject), 1
        case Mapping() | list() | tuple() if depth >= DEEPEST_VALUE:
            raise BadValue(subject, f"is nested deeper than {DEEPEST_VALUE}", "flatten it")
        case Mapping():
            return _mapping(value, subject, depth)
        case list() | tuple():
            return _list(value, subject, depth)
        case _:
            raise BadValue(subject, f"is a {type(value).__name__}", "use JSON values only")


def _text(text: str, subject: str) -> str:
    problem = text_problem(text)
    if problem is not None:
        raise BadValue(subject, problem, "remove it")
    return text


def _integer(number: float, subject: str) -> int:
    if number != number or abs(number) > LARGEST_INTEGER or number != int(number):  # noqa: PLR0124 - NaN is the number that differs from itself
        raise BadValue(
            subject,
            f"{number!r} is no whole number under 2^53",
            "write a fraction or a larger number as text",
        )
    return int(number)


def _list(value: Sequence[object], subject: str, depth: int) -> tuple[Json, int]:
    result: list[Json] = []
    total = 1
    for item in value:
        if total > LARGEST_VALUE:  # too large already: what else it holds does not matter
            break
        normal, size = _normalise(item, subject, depth + 1)
        result.append(normal)
        total += size
    return result, total


def _mapping(value: Mapping[object, object], subject: str, depth: int) -> tuple[Json, int]:
    result: dict[str, Json] = {}
    total = 1
    for key, item in value.items():
        if total > LARGEST_VALUE:
            break
        if not isinstance(key, str) or not key.isascii() or "\0" in key or key == _PROTOTYPE:
            raise BadValue(subject, f"has the key {key!r}", "use keys of ASCII text only")
        result[key], size = _normalise(item, subject, depth + 1)
        total += len(key) + size
    return result, total
