"""Value types that hold one word, number or piece of text, or a list of them."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeGuard

from domain.ids import ElementId
from domain.model.values import LARGEST_INTEGER, LARGEST_VALUE, Json

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = LARGEST_VALUE
LONGEST_ORDER: Final = 500

DURATION: Final = r"(?:[0-9]{1,9}(?:ms|s|m|h|d|w))+"
NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
PATH: Final = r"(?:[^\W\d]\w*|`[^`\r\n]+`)(?:\.(?:[^\W\d]\w*|`[^`\r\n]+`))*"
STRING: Final = r'"(?:[^"\\\r\n]|\\.)*"'
LITERAL: Final = f"{STRING}|{DURATION}|{NUMBER}|{PATH}"
ORDER_KEY: Final = "[0-9A-Za-z]+"

_is_duration: Final = re.compile(DURATION).fullmatch
_is_unquoted: Final = re.compile(f"{DURATION}|{NUMBER}|{PATH}").fullmatch
_is_order_key: Final = re.compile(ORDER_KEY).fullmatch
_has_break: Final = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]").search


class Held(ABC):
    """What every value type can say of itself and of a value that is storable JSON."""

    __slots__ = ()

    @abstractmethod
    def fault(self, value: Json) -> str | None:
        """Say what is wrong with `value`, as the predicate of a sentence, or None."""

    @abstractmethod
    def words(self) -> str:
        """Describe the values in words that follow "give"."""

    @abstractmethod
    def schema(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the values; it never refuses what `fault` lets in."""

    def targets(self, value: Json) -> Iterable[ElementId]:  # noqa: ARG002 - most types refer to nothing
        """Return the ids of the elements that a well-formed `value` refers to."""
        return ()


def is_list(value: Json) -> TypeGuard[list[Json]]:
    """Tell whether a normalised value is a list."""
    return isinstance(value, list)


def line_fault(value: Json, longest: int) -> str | None:
    """Say what keeps `value` from being one line of text, or None."""
    fault = text_fault(value, longest)
    if fault is None and _has_break(str(value)):
        return "has a line break"
    return fault


def text_fault(value: Json, longest: int) -> str | None:
    """Say what keeps `value` from being text of that length, or None."""
    if not isinstance(value, str):
        return f"is {json_word(value)}, not text"
    if len(value) > longest:
        return f"is {len(value)} characters long"
    return None


def literal_fault(value: Json) -> str | None:
    """Say what keeps `value` from being the canonical text of a literal, or None."""
    fault = line_fault(value, LONGEST_TEXT)
    if fault is not None or _is_unquoted(str(value)):
        return fault
    return None if _is_string_literal(str(value)) else f"{value!r} is no literal"


def distinct_fault(value: Json) -> str | None:
    """Say what keeps `value` from being a list of different items, or None."""
    if not is_list(value):
        return f"is {json_word(value)}, not a list"
    if len({json.dumps(item) for item in value}) < len(value):
        return "names something twice"
    return None


def json_word(value: Json) -> str:
    """Name the JSON type of `value` with its article."""
    if value is None:
        return "null"
    words = ((bool, "true or false"), (int, "a number"), (str, "text"), (list, "a list"))
    return next((word for kind, word in words if isinstance(value, kind)), "an object")


@dataclass(frozen=True, slots=True)
class Text(Held):
    """Plain text; one line unless it is declared with several."""

    longest: int = LONGEST_LINE
    multiline: bool = False

    def fault(self, value: Json) -> str | None:
        """Refuse what is no text, too long, or broken into lines."""
        return (text_fault if self.multiline else line_fault)(value, self.longest)

    def words(self) -> str:
        """Name lines and length."""
        return f"{'text' if self.multiline else 'one line'} of at most {self.longest} characters"

    def schema(self) -> dict[str, Json]:
        """Return a string schema."""
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Texts(Held):
    """A list of lines of text, each different from the others."""

    longest: int = LONGEST_LINE

    def fault(self, value: Json) -> str | None:
        """Refuse what is no list of different lines."""
        if (fault := distinct_fault(value)) is not None or not is_list(value):
            return fault
        return next((fault for item in value if (fault := line_fault(item, self.longest))), None)

    def words(self) -> str:
        """Name the length."""
        return f"a list of different lines of at most {self.longest} characters"

    def schema(self) -> dict[str, Json]:
        """Return an array schema."""
        line: Json = {"type": "string", "maxLength": self.longest}
        return {"type": "array", "items": line, "uniqueItems": True}


@dataclass(frozen=True, slots=True)
class Flag(Held):
    """Yes or no."""

    def fault(self, value: Json) -> str | None:
        """Refuse anything but true and false."""
        return None if isinstance(value, bool) else f"is {json_word(value)}"

    def words(self) -> str:
        """Name the two."""
        return "true or false"

    def schema(self) -> dict[str, Json]:
        """Return the boolean schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Marker(Held):
    """Something that is there (`true`) or not (retracted)."""

    def fault(self, value: Json) -> str | None:
        """Refuse anything but true."""
        return None if value is True else f"is {'false' if value is False else json_word(value)}"

    def words(self) -> str:
        """Name both ways."""
        return "true, or retract it"

    def schema(self) -> dict[str, Json]:
        """Return the schema of true."""
        return {"const": True}


@dataclass(frozen=True, slots=True)
class Whole(Held):
    """A whole number between two others."""

    minimum: int = -LARGEST_INTEGER
    maximum: int = LARGEST_INTEGER

    def fault(self, value: Json) -> str | None:
        """Refuse what is no number of the range."""
        if not isinstance(value, int) or isinstance(value, bool):
            return f"is {json_word(value)}, not a whole number"
        return None if self.minimum <= value <= self.maximum else f"is {value}"

    def words(self) -> str:
        """Name the range."""
        return f"a whole number from {self.minimum} to {self.maximum}"

    def schema(self) -> dict[str, Json]:
        """Return an integer schema."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True)
class Choice(Held):
    """One word out of a fixed list."""

    options: tuple[str, ...]

    def fault(self, value: Json) -> str | None:
        """Refuse any other word."""
        return None if isinstance(value, str) and value in self.options else f"is {short(value)}"

    def words(self) -> str:
        """List the words."""
        return f"one of {', '.join(self.options)}"

    def schema(self) -> dict[str, Json]:
        """Return an enum schema."""
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Choices(Held):
    """Several different words out of a fixed list."""

    options: tuple[str, ...]

    def fault(self, value: Json) -> str | None:
        """Refuse any other word, and a word given twice."""
        if (fault := distinct_fault(value)) is not None or not is_list(value):
            return fault
        others = [item for item in value if item not in self.options]
        return f"has {short(others[0])}" if others else None

    def words(self) -> str:
        """List the words."""
        return f"a list of {', '.join(self.options)}, each at most once"

    def schema(self) -> dict[str, Json]:
        """Return an array schema."""
        items: Json = {"enum": list(self.options)}
        return {"type": "array", "items": items, "uniqueItems": True}


@dataclass(frozen=True, slots=True)
class Duration(Held):
    """The SOML text of a duration: `500ms`, `30s`, `5m`, `24h`, `7d`."""

    def fault(self, value: Json) -> str | None:
        """Refuse what is no duration."""
        if isinstance(value, str) and len(value) <= LONGEST_LINE and _is_duration(value):
            return None
        return f"is {short(value)}"

    def words(self) -> str:
        """Show examples."""
        return "a duration such as 30s, 24h or 1d12h"

    def schema(self) -> dict[str, Json]:
        """Return a pattern."""
        return {"type": "string", "pattern": f"^{DURATION}$", "maxLength": LONGEST_LINE}


@dataclass(frozen=True, slots=True)
class Literal(Held):
    """The canonical SOML text of a literal: `"words"`, `12`, `0.50`, `true`, `24h`, `A.B`."""

    def fault(self, value: Json) -> str | None:
        """Refuse what is no literal."""
        return literal_fault(value)

    def words(self) -> str:
        """Show the forms."""
        return (
            'a literal as text: "words" in double quotes, 12, 0.50, true, null, 24h or Status.Draft'
        )

    def schema(self) -> dict[str, Json]:
        """Return a string schema: what a literal is exactly, no ECMAScript pattern can say."""
        return {"type": "string", "maxLength": LONGEST_TEXT}


@dataclass(frozen=True, slots=True)
class OrderKey(Held):
    """A fractional index, compared by code units."""

    def fault(self, value: Json) -> str | None:
        """Refuse what is no key."""
        if isinstance(value, str) and len(value) <= LONGEST_ORDER and _is_order_key(value):
            return None
        return f"is {short(value)}"

    def words(self) -> str:
        """Name the alphabet."""
        return f"an order key: 1 to {LONGEST_ORDER} of the characters 0-9, A-Z and a-z"

    def schema(self) -> dict[str, Json]:
        """Return a pattern."""
        return {"type": "string", "pattern": f"^{ORDER_KEY}$", "maxLength": LONGEST_ORDER}


def short(value: Json) -> str:
    """Quote short text, and name anything else by its type."""
    if isinstance(value, str) and len(value) <= 60:  # noqa: PLR2004 - as much as a sentence bears
        return f'"{value}"'
    return str(value) if isinstance(value, int) else json_word(value)


def _is_string_literal(text: str) -> bool:
    """Tell whether `text` is a JSON string as json.dumps writes it, without U+0000."""
    if not text.startswith('"'):
        return False
    try:
        read = json.loads(text)
    except ValueError:
        return False
    return json.dumps(read, ensure_ascii=False) == text and "\0" not in read
